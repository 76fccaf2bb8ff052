@app.route("/users/<int:id>", methods=["POST"])
@login_required
def update_user(id: int, body: User = Depends(get_user)) -> dict:
    def audit(entry, level="info"):
        log(level, entry)

    audit(id)
    square = lambda x, *rest, y=2: x * y
    return {"id": square(id)}


def create_app():
    app = Flask(__name__)

    @app.get("/health")
    def health():
        return "ok"

    class Local(Base):
        value = 1

    return app


def nothing(): ...
