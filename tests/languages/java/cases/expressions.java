class Expressions {
    Object all(User user, Object other, int n) {
        String text = "a\n\u00e9" + user.name + 'c' + "\t";
        String block = """
            first
              second\
             joined
            """;
        int number = 0x1F + 0b101 + 1_000 + 017 + -3;
        long big = 10L;
        double real = 1.5e3f;
        boolean logic = a && b || !c && n >= 3;
        int bits = n & 1 | n << 2 ^ ~n >>> 3;
        Object chosen = a ? b : c ? d : e;
        Object cast = (String & Runnable) other;
        boolean tested = other instanceof String s && s.isEmpty();
        boolean taken = other instanceof Point(int x, var label) && x > 0;
        Object created = new ArrayList<String>(10);
        Object anonymous = new Listener(1) {
            int seen = 0;

            @Override
            public void heard(String what) {
                seen++;
                log(what);
            }
        };
        int[] sizes = new int[] {1, 2};
        Object grid = new byte[16][n];
        Runnable run = () -> log(text);
        Function<String, Integer> length = String::length;
        Supplier<User> maker = User::new;
        Consumer<String> printer = System.out::println;
        BiFunction<Integer, Integer, Integer> sum = (int x, int y) -> {
            return x + y;
        };
        n = n2 = n++;
        n += --n2;
        sizes[n] = sizes[0];
        this.field.other = User.class;
        Object value = builder.<String>with("k").put(key, value).apply();
        Object picked = switch (n) {
            case 1, 2 -> "few";
            case 3 -> {
                log("three");
                yield "three";
            }
            default -> throw new IllegalStateException();
        };
        return super.all(user);
    }
}
