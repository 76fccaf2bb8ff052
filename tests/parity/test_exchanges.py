"""Requests of clients and the endpoints that they go to."""

from __future__ import annotations

from pathlib import Path

from secure_lint.engine.configuration import Configuration
from secure_lint.engine.scan import endpoints

SERVER = """
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Order(BaseModel):
    article: str
    count: int


@app.post("/shop/v1/orders")
def order(order: Order) -> None: ...


@app.post("/shop/v1/orders/{order_id}/lines")
def add_line(order_id: int, order: Order) -> None: ...


@app.get("/shop/v1/orders/{order_id}")
def one(order_id: int) -> None: ...
"""


def called(folder: Path, files: dict[str, str]) -> dict[str, set[str]]:
    """Verb and path of the endpoints that are called, with the names of the fields that are sent."""
    for name, text in {"server/main.py": SERVER, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    found = endpoints([folder], Configuration()).exchanges
    return {f"{one.endpoint.verb} {one.endpoint.path}": {sent.name for sent in one.request.fields} for one in found}


def test_constants_are_folded_across_files_and_the_base_may_be_unknown(tmp_path: Path) -> None:
    files = {
        "app/env.ts": "export const SERVER = process.env.SERVER;\nexport const PATHS = { order: 'v1/orders' };\n",
        "app/api.ts": """
import { PATHS, SERVER } from './env';

export async function send(article, count) {
  const url = SERVER + '/' + PATHS.order;
  await fetch(url, { method: 'POST', body: JSON.stringify({ article, count }) });
}
""",
    }
    assert called(tmp_path, files) == {"POST /shop/v1/orders": {"article", "count"}}


def test_a_function_through_which_all_requests_go_is_told_by_its_callers(tmp_path: Path) -> None:
    code = """
import axios from 'axios';
import { BASE } from './settings';

const post = (path, data) => axios.post(`${BASE}/v1${path}`, data);

export const addLine = (id, count) => post(`/orders/${id}/lines`, { count });
"""
    assert called(tmp_path, {"app/api.js": code}) == {"POST /shop/v1/orders/{order_id}/lines": {"count"}}


def test_a_declared_request_sends_the_fields_of_its_body_by_their_names_in_the_message(tmp_path: Path) -> None:
    code = """
package shop

import com.google.gson.annotations.SerializedName
import retrofit2.http.Body
import retrofit2.http.Field
import retrofit2.http.GET
import retrofit2.http.POST

data class NewOrder(@SerializedName("article") val articleNumber: String, val count: Int)

interface ShopApi {
    @POST("shop/v1/orders")
    suspend fun order(@Body order: NewOrder)

    @POST("shop/v1/orders/{id}/lines")
    suspend fun line(@Path("id") id: Int, @Field("article") articleNumber: String)

    @GET("shop/v1/orders/{id}")
    suspend fun one(@Path("id") id: Int): NewOrder
}
"""
    assert called(tmp_path, {"app/ShopApi.kt": code}) == {
        "POST /shop/v1/orders": {"article", "count"},
        "POST /shop/v1/orders/{order_id}/lines": {"article"},
        "GET /shop/v1/orders/{order_id}": set(),
    }


def test_coding_keys_name_the_fields(tmp_path: Path) -> None:
    code = """
import Foundation

struct NewOrder: Encodable {
    let articleNumber: String
    let count: Int

    enum CodingKeys: String, CodingKey {
        case articleNumber = "article"
        case count
    }
}

func send(_ order: NewOrder, to base: String) throws {
    var request = URLRequest(url: URL(string: base + "/v1/orders")!)
    request.httpMethod = "POST"
    request.httpBody = try JSONEncoder().encode(order)
}
"""
    assert called(tmp_path, {"app/Client.swift": code}) == {"POST /shop/v1/orders": {"article", "count"}}


def test_another_verb_or_another_path_is_another_request(tmp_path: Path) -> None:
    code = """
import axios from 'axios';

axios.put('/shop/v1/orders', { count: 1 });
axios.post('/shop/v2/orders', { count: 1 });
axios.post('/admin/orders', { count: 1 });
"""
    assert called(tmp_path, {"app/api.js": code}) == {}


def test_what_two_endpoints_fit_equally_well_goes_to_none(tmp_path: Path) -> None:
    other = SERVER.replace("/shop/", "/stock/")
    code = "import axios from 'axios';\n\naxios.post('/v1/orders', { count: 1 });\n"
    assert called(tmp_path, {"stock/main.py": other, "app/api.js": code}) == {}
