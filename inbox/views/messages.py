from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import agent_required
from helpdesk.numbers import whole
from inbox import macros, send_times, timeline
from inbox.channels import OutsideHours, Refusal
from inbox.models import Answered, Delivery
from inbox.models.steps import StepGone
from inbox.views.tickets import render_ticket, shown, ticket_context


class ReplyForm(forms.Form):
    body = forms.CharField(required=False, strip=False)
    client_id = forms.UUIDField(required=False)
    seen = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1)


@agent_required
@require_http_methods(["GET", "POST"])
def messages(request, number):
    ticket = request.account.tickets.with_pictures(request.membership).by_number(number)
    return reply(request, ticket) if request.method == "POST" else part_of_thread(request, ticket)


def part_of_thread(request, ticket):
    """The newest entries, which the page merges by id; or with ?before= the page of older ones."""
    before = whole(request.GET.get("before", ""))
    if before is None:
        return recent(request, ticket)
    entries, older = timeline.thread(ticket, request.zone, before=before)
    url = f"{reverse('inbox:messages', args=[ticket.number])}?before={older}" if older else ""
    return render(request, "inbox/messages/_older.html", {"ticket": ticket, "thread": entries, "older": url})


def recent(request, ticket, status=200, **more):
    context = ticket_context(request, ticket, timeline.RECENT) | more
    state = context["refusal"].code if context["refusal"] else "open"
    context["composer_moved"] = request.method == "POST" or request.GET.get("composer") != state
    return render(request, "inbox/messages/_recent.html", context, status=status)


def reply(request, ticket):
    body = request.POST.get("body", "").replace("\r\n", "\n")
    try:
        write(request, ticket, body)
    except Answered as answered:
        return collided(request, ticket, body, answered.message)
    except OutsideHours as outside:
        return disturbing(request, ticket, body, outside)
    except (Refusal, ValidationError) as error:
        return refused(request, ticket, body, error)
    return recent(request, ticket) if request.htmx else shown(request, ticket)


def write(request, ticket, body):
    """Now, after the account's seconds for second thoughts, or at the time that was chosen (C18)."""
    form = ReplyForm(request.POST)
    form.full_clean()
    answer = {name: form.cleaned_data.get(name) for name in ("client_id", "seen")}
    send_at = send_times.chosen(request.POST, request.zone)
    answer |= {"body": body, "by": request.membership, "then": macros.steps_beside(request)}
    answer["pictures"] = pictures(request, ticket)
    answer["any_hour"] = "confirm_hours" in request.POST
    if send_at:
        ticket.schedule(send_at, **answer)
    elif seconds := request.account.undo_send_seconds:
        ticket.hold(seconds, **answer)
    else:
        ticket.reply(**answer)


def pictures(request, ticket) -> list[int]:
    """The ids of those that stand in the tray; a browser without scripts brings the files themselves, which then stay
    there whatever becomes of the answer. Raises ValidationError."""
    ids = [whole(given) for given in request.POST.getlist("picture")]
    files = request.FILES.getlist("pictures")
    added = [ticket.add_picture(file, by=request.membership).pk for file in files]
    return list(dict.fromkeys([pk for pk in ids if pk is not None] + added))


def collided(request, ticket, body, message):
    """Nothing was sent: it takes a second word, in the sight of what the colleague wrote (B8)."""
    answer = recent if request.htmx else render_ticket
    return answer(request, ticket, status=422, body=body, answered=message)


def disturbing(request, ticket, body, outside):
    """Nothing was sent: at this hour it takes a second word (E10)."""
    closes = "afterwards close" in request.POST.getlist("then")
    answer = recent if request.htmx else render_ticket
    chips = macros.chips_beside(request, "")
    return answer(request, ticket, status=422, body=body, outside=outside, closes=closes, chips=chips)


def refused(request, ticket, body, error):
    """Nothing was written: the composer comes back with what was typed and the reason next to it."""
    text = error.text if isinstance(error, Refusal) else " ".join(error.messages)
    gone = error.step if isinstance(error, StepGone) else ""
    if gone:
        text += " That step is taken off: send again if it is right so."
    chips = macros.chips_beside(request, gone)
    answer = recent if request.htmx else render_ticket
    return answer(request, ticket, status=422, body=body, error=text, chips=chips, gone=gone)


@agent_required
@require_POST
def delivery(request, message_id):
    """Retry a text that failed or was never confirmed (C17)."""
    delivery = get_object_or_404(
        Delivery.objects.select_related("message__channel", "message__profile"),
        account=request.account,
        message_id=message_id,
    )
    ticket = get_object_or_404(
        request.account.tickets.for_display(),
        channel=delivery.message.channel,
        profile=delivery.message.profile,
    )
    try:
        delivery.retry()
    except Refusal as error:
        return refused(request, ticket, "", error)
    return recent(request, ticket) if request.htmx else shown(request, ticket)
