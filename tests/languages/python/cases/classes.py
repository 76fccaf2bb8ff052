@dataclass(frozen=True)
class Patient(Base, Generic[T], table=True):
    """A patient."""

    __tablename__ = "patients"
    KINDS = ("in", "out")
    name: str
    # Never shown.
    # Really.
    ssn: Optional[str] = None  # national number
    email: "str | None" = field(default=None)
    tags: list[dict[str, int]] = []
    limit: ClassVar[int] = 5
    token: Annotated[str, Secret("token"), NotLogged] = ""
    weight: Union[int, float] = 0
    user = models.ForeignKey(User, on_delete=models.CASCADE)

    class Meta:
        ordering = ["name"]

    @property
    def initials(self) -> str:
        return self.name[0]

    @classmethod
    def load(cls, key: str, *names: str, strict=True, **options) -> Patient | None:
        return cls.store.get(key)

    @staticmethod
    def parse(text, /, *, encoding="utf-8"):
        return text.decode(encoding)

    async def save(self):
        self.saved = True
        await self.session.commit()


class Client(base.Http):
    def __init__(self, session: Session, url: str = "https://example.org"):
        super().__init__(url)
        self.session = session
        self.verify = False
        self.retries: int = 3
        self.left, self.right = 1, 2
        if url:
            self.url = url

    def close(this):
        this.session.close()
        super().close()


class Level(enum.Enum):
    LOW = 1
    HIGH = "high"
