from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.response import Response

from api.endpoints import Endpoint
from api.serializers.coupons import (
    CodesForm,
    CouponPoolForm,
    CouponPoolSerializer,
    CouponSerializer,
    ImportSerializer,
)
from sms.coupon_codes import Codes
from sms.models import Coupon, CouponPool


class CouponPools(Endpoint):
    noun = "Coupons"
    serializer_class = CouponPoolSerializer

    def pools(self):
        return self.request.account.coupon_pools.with_counts()

    def pool(self) -> CouponPool:
        return get_object_or_404(self.pools(), pk=self.kwargs["pool_id"])

    def list(self, request):
        """Coupon pools, newest first"""
        return self.listed(self.pools())

    @extend_schema(
        request=CouponPoolForm,
        responses={201: CouponPoolSerializer},
        examples=[OpenApiExample("A pool", {"name": "Spring sale"}, request_only=True)],
    )
    def create(self, request):
        """Make a pool

        It is empty: add its codes then. A text that has its variable in it gives each person a code of their own.
        """
        pool = CouponPool.objects.make(request.account, **self.asked(CouponPoolForm))
        return self.shown(self.pools().get(pk=pool.pk), 201)


class OneCouponPool(CouponPools):
    def retrieve(self, request, pool_id):
        """One pool"""
        return self.shown(self.pool())

    @extend_schema(request=CouponPoolForm)
    def partial_update(self, request, pool_id):
        """Change it

        What is left out stays as it is; so does the variable.
        """
        pool = self.pool()
        form = CouponPoolForm(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        pool.revise(**form.validated_data)
        return self.shown(pool)

    @extend_schema(responses={200: CouponPoolSerializer})
    def destroy(self, request, pool_id):
        """Delete it

        Its codes go, too, and texts that name it can't be sent any more. Answers with the pool as it was.
        """
        pool = self.pool()
        shown = self.shown(pool)
        pool.delete()
        return shown


class PoolCodes(CouponPools):
    serializer_class = CouponSerializer

    def list(self, request, pool_id):
        """A pool's codes, newest first"""
        return self.listed(Coupon.objects.filter(pool=self.pool()))

    @extend_schema(
        request=CodesForm,
        responses={201: ImportSerializer},
        examples=[OpenApiExample("Two codes", {"codes": ["SPRING-7F3A", "SPRING-9K2B"]}, request_only=True)],
    )
    def create(self, request, pool_id):
        """Add codes

        They are handed out in this order. What is there already is left alone and counted.
        """
        pool = self.pool()
        imported = pool.add(Codes.of(self.asked(CodesForm)["codes"]))
        return Response(ImportSerializer(imported).data, 201)
