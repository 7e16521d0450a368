from django.shortcuts import render


def render_form(request, template: str, context: dict):
    """A page with forms: 422 when one of them was refused, so that htmx and machines see it too."""
    forms = [value for value in context.values() if hasattr(value, "is_bound")]
    return render(
        request,
        template,
        context,
        status=422 if any(form.is_bound and form.errors for form in forms) else 200,
    )
