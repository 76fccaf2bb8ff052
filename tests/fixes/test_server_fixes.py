"""Fixes of server code: explicit fields, and validated data."""

from __future__ import annotations

from secure_lint.fixes.fixer import TextFile
from secure_lint.fixes.plan import FixPlanner
from secure_lint.knowledge.fixes import AutomaticFix
from secure_lint.model.finding import ScanResult
from secure_lint.model.span import Span
from secure_lint.text.source import SourceText
from tests.fixes.fixing import finding_at, policy

EXPLICIT = AutomaticFix(
    "explicit-fields",
    "List the fields.",
    named=("fields", "exclude", "model"),
    matches="__all__",
    made_by=("*Field", "ForeignKey", "*Serializer"),
    values={"Model": "id", "ModelSerializer": ""},
    unless_left={"primary_key": "True"},
)
VALIDATED = AutomaticFix(
    "read-validated",
    "Read the validated data.",
    named=("is_valid",),
    values={"data": "validated_data", "POST": "cleaned_data"},
    made_by=("CharField", "IntegerField", "EmailField"),
    unless_left={"source": "", "read_only": ""},
)
MODELS = """from django.db import models


class Stamped(models.Model):
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class Invoice(Stamped):
    number = models.CharField(max_length=20)
    owner = models.ForeignKey("auth.User", on_delete=models.CASCADE)
    total = models.DecimalField(max_digits=9, decimal_places=2)


class Ticket(models.Model):
    code = models.CharField(primary_key=True, max_length=8)
    open_tickets = OpenTickets.as_manager()


class Foreign(Unknown):
    name = models.TextField()
"""
SERIALIZERS = """from rest_framework import serializers

from {module} import Invoice, Ticket, Foreign


class InvoiceSerializer(serializers.{base}):
    paid = serializers.SerializerMethodField()

    class Meta:
        model = {model}
        {option}
"""


def fixed(path: str, text: str, line: str, entry: AutomaticFix, *, unsafe: bool = False, models: str = MODELS) -> str:
    """The text after the fix at the line that holds ``line``."""
    files = {path: text, "billing/models.py": models}
    number = next(index for index, one in enumerate(text.split("\n"), start=1) if line in one)
    start = text.split("\n")[number - 1].index(line) + 1
    finding = finding_at(path, Span(number, start, number, start + len(line)), None)

    def read(wanted: str) -> TextFile | None:
        raw = files[wanted].encode() if wanted in files else None
        return None if raw is None else TextFile(raw, SourceText(wanted, raw))

    plan = FixPlanner((policy(entry),), read).plan(ScanResult(".", (finding,)), unsafe=unsafe)
    assert plan.left == ()
    return plan.changes[0].after.decode() if plan.changes else text


def serializer(option: str, *, model: str = "Invoice", base: str = "ModelSerializer", module: str = ".models") -> str:
    return SERIALIZERS.format(option=option, model=model, base=base, module=module)


def test_all_fields_become_those_of_the_model_its_bases_and_the_class_itself() -> None:
    every = '["id", "created", "number", "owner", "total", "paid"]'
    for module in (".models", "billing.models", "..billing.models"):
        text = serializer('fields = "__all__"  # all', module=module)
        after = fixed("billing/serializers.py", text, 'fields = "__all__"', EXPLICIT)
        assert after == serializer(f"fields = {every}  # all", module=module), module


def test_a_field_is_left_out_by_not_being_listed() -> None:
    text = serializer('exclude = ("total",)')
    after = fixed("billing/serializers.py", text, "exclude", EXPLICIT)
    assert after == serializer('fields = ["id", "created", "number", "owner", "paid"]')


def test_a_long_list_takes_several_lines_with_the_line_ends_of_the_file() -> None:
    names = [f"quite_a_long_name_{number}" for number in range(6)]
    models = "class Invoice(models.Model):\n" + "".join(f"    {one} = models.TextField()\n" for one in names)
    text = serializer("fields = '__all__'").replace("\n", "\r\n")
    after = fixed("billing/serializers.py", text, "fields", EXPLICIT, models=models)
    lines = "".join(f'            "{one}",\r\n' for one in ("id", *names, "paid"))
    assert f"        fields = [\r\n{lines}        ]\r\n" in after


def test_a_key_of_its_own_takes_the_place_of_the_default_and_a_manager_needs_a_second_look() -> None:
    text = serializer('fields = "__all__"', model="Ticket")
    assert fixed("billing/serializers.py", text, "fields", EXPLICIT) == text
    after = fixed("billing/serializers.py", text, "fields", EXPLICIT, unsafe=True)
    assert after == serializer('fields = ["code", "paid"]', model="Ticket")


def test_fields_that_are_not_known_are_not_listed() -> None:
    for text in (
        serializer('fields = "__all__"', model="Foreign"),
        serializer('fields = "__all__"', module="elsewhere.models"),
        serializer('fields = ["number"]'),
        serializer("exclude = HIDDEN"),
        serializer('fields = "__all__"').replace("class Meta:", "class Meta(Base.Meta):"),
    ):
        assert fixed("billing/serializers.py", text, "model =", EXPLICIT, unsafe=True) == text


def test_a_field_that_depends_on_a_condition_needs_a_second_look() -> None:
    models = MODELS.replace("    total =", "    if TOTALS:\n        total =")
    text = serializer('fields = "__all__"')
    assert fixed("billing/serializers.py", text, "fields", EXPLICIT, models=models) == text


def test_modules_that_import_from_each_other_end_the_search() -> None:
    text = serializer('fields = "__all__"')
    models = "from .serializers import Invoice\n"
    assert fixed("billing/serializers.py", text, "fields", EXPLICIT, unsafe=True, models=models) == text


def test_nested_records_are_fields_and_other_calls_need_a_second_look() -> None:
    text = serializer('fields = "__all__"').replace("SerializerMethodField()", "OwnerSerializer()")
    after = text.replace('"__all__"', '["id", "created", "number", "owner", "total", "paid"]')
    assert fixed("billing/serializers.py", text, "fields", EXPLICIT) == after
    text = text.replace("OwnerSerializer()", "getLogger()")
    assert fixed("billing/serializers.py", text, "fields", EXPLICIT) == text


def test_another_base_may_add_fields_and_needs_a_second_look() -> None:
    text = serializer('fields = "__all__"', base="HyperlinkedModelSerializer")
    assert fixed("billing/serializers.py", text, "fields", EXPLICIT) == text
    assert fixed("billing/serializers.py", text, "fields", EXPLICIT, unsafe=True) != text


VIEW = """from rest_framework import serializers
from rest_framework.views import APIView


class OrderSerializer(serializers.Serializer):
    note = serializers.CharField(max_length=80)
    owner = serializers.PrimaryKeyRelatedField(queryset=User.objects.all())
    title = serializers.CharField(source="name")


class OrderView(APIView):
    def post(self, request):
        serializer = OrderSerializer(data=request.data)
        {check}
        {save}
"""


def view(save: str, check: str = "serializer.is_valid(raise_exception=True)") -> str:
    return VIEW.format(save=save, check=check)


def test_what_was_validated_is_read_behind_the_validation() -> None:
    for check, indent in (
        ("serializer.is_valid(raise_exception=True)", ""),
        ("if serializer.is_valid():", "    "),
        ("if not serializer.is_valid():\n            return Response(serializer.errors, status=400)", ""),
    ):
        text = view(f'{indent}Order.objects.create(note=request.data["note"])', check)
        after = view(f'{indent}Order.objects.create(note=serializer.validated_data["note"])', check)
        assert fixed("orders/views.py", text, 'request.data["note"]', VALIDATED) == after, check
    text = view('Order.objects.create(note=request.data.get("note", ""))')
    after = view('Order.objects.create(note=serializer.validated_data.get("note", ""))')
    assert fixed("orders/views.py", text, "request.data.get", VALIDATED) == after


def test_a_field_that_is_another_value_afterwards_needs_a_second_look() -> None:
    for field in ("owner", "title", "unknown"):
        text = view(f'save(request.data["{field}"])')
        assert fixed("orders/views.py", text, f'request.data["{field}"]', VALIDATED) == text, field
        after = view(f'save(serializer.validated_data["{field}"])')
        assert fixed("orders/views.py", text, f'request.data["{field}"]', VALIDATED, unsafe=True) == after, field


def test_without_an_accepted_validation_of_the_same_data_nothing_is_changed() -> None:
    for text in (
        view('save(request.data["note"])', check="log(serializer)"),
        view('save(request.data["note"])', check="serializer.is_valid()"),
        view('save(request.data["note"])', check="if not serializer.is_valid():\n            log(serializer)"),
        view('    save(request.data["note"])', check="if serializer.is_valid() or request.user.is_staff:"),
        view('save(request.data["note"])').replace("data=request.data)", "data=request.query_params)"),
        view('save(request.data["note"])').replace(
            "        serializer.is", "        serializer = other\n        serializer.is"
        ),
        view('request.data["note"] = "x"'),
        view("save(request.data[key])"),
        view("save(**request.data)"),
    ):
        assert fixed("orders/views.py", text, "request.data", VALIDATED, unsafe=True) == text
        place = text.rstrip().rsplit("\n", 1)[1].strip()
        assert fixed("orders/views.py", text, place, VALIDATED, unsafe=True) == text
