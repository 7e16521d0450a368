from django.urls import path

from sms.views import coupons, keywords, link_domains, notifications, numbers, provider, settings, stand_ins

app_name = "sms"
urlpatterns = [
    path("settings/sms/", settings.settings, name="settings"),
    path("settings/sms/sending/", settings.sending, name="sending"),
    path("settings/sms/texts/", settings.texts, name="texts"),
    path("settings/sms/auto-responder/", settings.auto_responder, name="auto_responder"),
    path("settings/sms/auto-close/", settings.auto_close, name="auto_close"),
    path("settings/sms/links/", settings.links, name="links"),
    path("settings/sms/link-domains/", link_domains.link_domains, name="link_domains"),
    path("settings/sms/link-domains/<int:domain_id>/", link_domains.link_domain, name="link_domain"),
    path("settings/sms/notifications/", notifications.addresses, name="notification_addresses"),
    path("settings/sms/notifications/<int:address_id>/", notifications.address, name="notification_address"),
    path(
        "settings/sms/notifications/<int:address_id>/confirmation/",
        notifications.confirmation,
        name="notification_confirmation",
    ),
    path("settings/sms/numbers/", numbers.numbers, name="numbers"),
    path("settings/sms/numbers/<int:number_id>/", numbers.number, name="number"),
    path("settings/sms/numbers/<int:number_id>/default/", numbers.default, name="default"),
    path("settings/sms/numbers/<int:number_id>/halt/", numbers.halt, name="halt"),
    path("settings/sms/numbers/<int:number_id>/health/", numbers.number_health, name="health"),
    path("settings/sms/numbers/<int:number_id>/webhook/", provider.webhook, name="webhook"),
    path("settings/sms/provider/", provider.provider, name="provider"),
    path("settings/sms/numbers/<int:number_id>/token/", numbers.token, name="token"),
    path("settings/sms/numbers/<int:number_id>/compliance/", numbers.compliance, name="compliance"),
    path("settings/coupons/", coupons.pools, name="coupon_pools"),
    path("settings/coupons/<int:pool_id>/", coupons.pool, name="coupon_pool"),
    path("settings/coupons/<int:pool_id>/codes/", coupons.codes, name="coupon_codes"),
    path("stand-ins/", stand_ins.of_text, name="stand_ins"),
    path("tickets/<int:number>/stand-ins/", stand_ins.of_answer, name="stand_ins_of_answer"),
    path("coupons/", coupons.choices, name="coupon_choices"),
    path("settings/sms/keywords/", keywords.keywords, name="keywords"),
    path("settings/sms/keywords/<int:keyword_id>/", keywords.keyword, name="keyword"),
]
