@Injectable({ providedIn: "root" })
export abstract class AccountService extends BaseService<Account> implements OnInit, Service.Listener {
  static readonly TABLE: string = "accounts";
  // The current user's number.
  @Column({ name: "account_no" }) number?: string;
  #token: string | null = null; // never stored
  private listeners: Array<Listener> = [];

  constructor(private readonly http: HttpClient, @Inject(CONFIG) protected config?: Config, limit = 10) {
    super(http);
  }

  get token(): string {
    return this.#token!;
  }

  set token(value: string) {
    this.#token = value;
  }

  login = async (password: string): Promise<Session | undefined> => {
    const answer = await this.http.post<Session>("/login", { password });
    return answer as Session;
  };

  @Get(":id")
  find(@Param("id") id: number, ...rest: string[]): Account[] {
    return this.all.filter((one) => one.id === id);
  }

  abstract close(): void;

  static {
    AccountService.register();
  }

  ["computed"]() {
    return 1;
  }
}

interface Account extends Entity {
  iban: string; // international
  owner?: Person | null;
  describe(verbose: boolean): string;
}

type Card = { number: string; expiry: Date } & Tagged;
type Alias = Account | Card;

enum Level {
  Low = "low",
  High = 1 << 3,
  Other,
}

namespace Paths.Local {
  export const root = "/var/data";
  export function of(name: string) {
    return root + name;
  }
}

const Local = class extends Base {
  run() {}
};
