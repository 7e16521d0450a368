"""Faults: misbehaviour on request (see control.py for the rest and for errors, faults.py for what there is).

GET    /control/faults                      [{id, kind, number, phone, remaining, options, words}]
POST   /control/faults                      {kind, number?, phone?, times? (null: until cleared), …its settings}
DELETE /control/faults[/{id}]               clear one or all; texts held back are let go
GET    /control/kinds                       the faults there are, with words and settings (faults.py)
"""

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from . import faults
from .control import Wrong, control, data, number_of
from .core import Carrier


async def list_faults(request: Request, carrier: Carrier) -> Response:
    rows = carrier.store.all("SELECT * FROM faults ORDER BY id")
    return JSONResponse(
        [
            dict(row) | {"options": json.loads(row["options"]), "words": faults.KINDS[row["kind"]].words}
            for row in rows
        ]
    )


async def new_fault(request: Request, carrier: Carrier) -> Response:
    given = await data(request)
    for side in ("number", "phone"):
        given[side] = number_of(given[side]) if given.get(side) else ""
    try:
        fault_id = faults.add(carrier.store, **{"kind": ""} | given)
    except (ValueError, TypeError) as error:
        raise Wrong(str(error)) from None
    carrier.hub.ring("faults")
    return JSONResponse({"id": fault_id}, 201)


async def clear_faults(request: Request, carrier: Carrier) -> Response:
    one = request.path_params.get("fault")
    carrier.store.run("DELETE FROM faults WHERE id = ?", one) if one else carrier.store.run(
        "DELETE FROM faults"
    )
    if not carrier.store.one("SELECT 1 FROM faults WHERE kind = 'hold'"):
        carrier.jobs.release(
            [job["id"] for job in carrier.store.all("SELECT id FROM jobs WHERE state = 'held'")]
        )
    carrier.hub.ring("faults")
    return Response(status_code=204)


async def kinds(request: Request, carrier: Carrier) -> Response:
    return JSONResponse(
        [
            {"kind": name, "moment": kind.moment, "words": kind.words, "settings": kind.defaults}
            for name, kind in faults.KINDS.items()
        ]
    )


routes = [
    Route("/control/faults", control(list_faults), methods=["GET"]),
    Route("/control/faults", control(new_fault), methods=["POST"]),
    Route("/control/faults", control(clear_faults), methods=["DELETE"]),
    Route("/control/faults/{fault:int}", control(clear_faults), methods=["DELETE"]),
    Route("/control/kinds", control(kinds), methods=["GET"]),
]
