package com.example.app;

import java.util.*;
import static com.example.Constants.KEY;
import androidx.room.Entity;

/** A signed-in user. */
@Entity(tableName = "users", indices = {@Index("email")})
public class User extends Person implements Serializable, Comparable<User> {
    // Never shown.
    private final String password; // hashed
    protected int[] codes[] = {{1, 2}, {3}}, count = null;
    static final Map<String, List<Integer>> CACHE = new HashMap<>();

    static {
        CACHE.put("a", null);
    }

    {
        count = new int[3][];
    }

    @Inject
    User(@NonNull final String password, int... codes) throws IOException {
        super(password);
        this.password = password;
    }

    User() {
        this("none");
    }

    @Override
    public <T extends Comparable<T>> T best(List<? super T> of) {
        return of.get(0);
    }

    abstract void later();

    class Inner {
        String held = User.this.password;
    }

    enum Level implements Coded {
        LOW(1),
        HIGH(2) {
            @Override
            public int code() {
                return 3;
            }
        };
        private final int code;

        Level(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }
    }

    record Point(int x, @Nullable String label) implements Shape {
        static final Point ORIGIN = new Point(0, "o");

        Point {
            check(x);
        }
    }

    interface Shape {
        int SIDES = 3;

        default double area() {
            return 0.5;
        }

        String name();
    }

    @interface Marked {
        String value() default "x";
    }
}
