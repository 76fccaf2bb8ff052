"""Routes, guards and refusals of ASP.NET Core, ASP.NET MVC 5 and Web API 2."""

from __future__ import annotations

from pathlib import Path

from tests.server.trees import endpoints_of, listed

CONTROLLERS = """
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Shop.Api;

[Authorize]
[Route("api/v{version:apiVersion}/[controller]")]
public abstract class ShopController : ControllerBase
{
    [HttpGet("about")]
    public string About() => "";
}

public class OrdersController : ShopController
{
    [HttpGet]
    [HttpGet("all")]
    public string List() => "";

    [HttpPost("{id:int}/[action]")]
    [Authorize(Roles = "Clerk")]
    public string Cancel(int id) => "";

    [HttpPut]
    [Route("{id:int}")]
    public string Change(int id) => "";

    [AllowAnonymous]
    [AcceptVerbs("GET", "HEAD")]
    [Route("~/prices")]
    public string Prices() => "";

    [NonAction]
    public string Helper() => "";

    public static string Shared() => "";

    private string Own() => "";

    public override string ToString() => "";
}

[Area("Office")]
public class StockController : Controller
{
    public string Index() => "";

    [HttpPost]
    public string CountAsync(int id) => User.IsInRole("Clerk") ? "" : throw new ForbiddenException();
}
"""


def test_templates_tokens_and_conventions_of_controllers(tmp_path: Path) -> None:
    assert listed(endpoints_of(tmp_path, {"Controllers.cs": CONTROLLERS})) == [
        "POST /Office/Stock/Count StockController.CountAsync login-check role-check",
        "* /Office/Stock/Index StockController.Index",
        "GET /api/v{version:apiVersion}/Orders OrdersController.List login-check",
        "GET /api/v{version:apiVersion}/Orders/about ShopController.About login-check",
        "GET /api/v{version:apiVersion}/Orders/all OrdersController.List login-check",
        "PUT /api/v{version:apiVersion}/Orders/{id:int} OrdersController.Change login-check",
        "POST /api/v{version:apiVersion}/Orders/{id:int}/Cancel OrdersController.Cancel login-check role-check",
        "GET /prices OrdersController.Prices",
        "HEAD /prices OrdersController.Prices",
    ]


PROGRAM = """
var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();
var orders = app.MapGroup("/orders").RequireAuthorization();
orders.MapGet("/{id:int}", (int id) => Results.Ok(id)).WithName("order");
orders.MapPost("/", OrderEndpoints.Create).RequireAuthorization("AdminOnly");
orders.MapGet("/prices", () => "").AllowAnonymous();
app.MapMethods("/health", new[] { "GET", "HEAD" }, () => "");
app.MapStock();
app.Run();
"""
ENDPOINTS = """
static class OrderEndpoints
{
    public static IResult Create(OrderRequest order) => Results.Accepted();
}

record OrderRequest(int Quantity);

static class StockEndpoints
{
    public static IEndpointRouteBuilder MapStock(this IEndpointRouteBuilder app)
    {
        var stock = app.MapGroup("stock");
        stock.MapDelete("{id}", Remove);
        stock.RequireAuthorization();
        return app;
    }

    public static IResult Remove(int id) => Results.NoContent();
}
"""


def test_groups_and_what_is_said_of_routes_afterwards(tmp_path: Path) -> None:
    assert listed(endpoints_of(tmp_path, {"Program.cs": PROGRAM, "Endpoints.cs": ENDPOINTS})) == [
        "GET /health Program.cs:8",
        "HEAD /health Program.cs:8",
        "POST /orders OrderEndpoints.Create login-check role-check",
        "GET /orders/prices Program.cs:7",
        "GET /orders/{id:int} Program.cs:5 login-check",
        "DELETE /stock/{id} StockEndpoints.Remove login-check",
    ]


WHOLE = """
using Microsoft.AspNetCore.Authorization;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddAuthorization(options =>
{
    options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
});
var app = builder.Build();
app.MapGet("/orders", () => "");
app.MapGet("/", () => "").AllowAnonymous();
app.Run();
"""


def test_the_fallback_policy_stands_before_what_says_nothing(tmp_path: Path) -> None:
    assert listed(endpoints_of(tmp_path, {"Program.cs": WHOLE})) == [
        "GET / Program.cs:11",
        "GET /orders Program.cs:10 login-check",
    ]


CLASSIC = """
using System.Web.Http;

namespace Shop.Old
{
    [RoutePrefix("api/books")]
    public class BooksController : ApiController
    {
        [Route("{id:int}")]
        public string GetBook(int id) { return ""; }

        [Authorize]
        [HttpPost, Route("")]
        public string Add(string title) { return ""; }

        public string DeleteAll() { return ""; }
    }
}
"""


def test_verbs_by_name_and_prefixes(tmp_path: Path) -> None:
    assert listed(endpoints_of(tmp_path, {"BooksController.cs": CLASSIC})) == [
        "DELETE /api/Books BooksController.DeleteAll",
        "POST /api/books BooksController.Add login-check",
        "GET /api/books/{id:int} BooksController.GetBook",
    ]


PAGE = """
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Shop.Web.Pages.Orders;

[Authorize]
public class EditModel : PageModel
{
    public void OnGet(int id) { }

    public void OnPostAsync(int id) { }

    public void Load(int id) { }
}
"""


def test_razor_pages_answer_at_the_places_of_their_files(tmp_path: Path) -> None:
    assert listed(endpoints_of(tmp_path, {"Pages/Orders/Edit.cshtml.cs": PAGE})) == [
        "GET /Orders/Edit EditModel.OnGet login-check",
        "POST /Orders/Edit EditModel.OnPostAsync login-check",
    ]


HIDING = """
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Shop.Api;

[Authorize("Application")]
[Route("teams")]
public class TeamsController(ICurrentContext currentContext) : Controller
{
    [HttpGet("{id}/members")]
    public string Members(Guid id)
    {
        if (!currentContext.ManagesTeam(id))
        {
            throw new NotFoundException();
        }
        return "";
    }

    [HttpGet("{id}/notes")]
    public async Task<string> Notes(Guid id, [FromServices] IAuthorizationService service)
    {
        var result = await service.AuthorizeAsync(User, id, "Notes");
        return result.Succeeded ? "" : throw new NotFoundException();
    }

    [Authorize<ManageTeamsRequirement>]
    [HttpDelete("{id}")]
    public string Remove(Guid id) => "";

    [HttpGet("{id}")]
    public string One(Guid id)
    {
        if (id == Guid.Empty)
        {
            throw new NotFoundException();
        }
        return "";
    }
}
"""


def test_404_is_a_guard_where_the_rights_of_the_caller_are_asked_for(tmp_path: Path) -> None:
    assert listed(endpoints_of(tmp_path, {"TeamsController.cs": HIDING})) == [
        "DELETE /teams/{id} TeamsController.Remove login-check role-check",
        "GET /teams/{id} TeamsController.One login-check",
        "GET /teams/{id}/members TeamsController.Members login-check owner-check role-check",
        "GET /teams/{id}/notes TeamsController.Notes login-check owner-check role-check",
    ]
