class Statements {
    void run(List<String> names, Object shape) throws Exception {
        var total = 0;
        for (int i = 0, j = 10; i < j; i++, j--) total += i;
        for (String name : names) {
            if (name.isEmpty()) continue;
            else if (name.equals("stop")) break;
            else use(name);
        }
        while (busy()) waitFor();
        do {
            step();
        } while (more);
        outer:
        while (true) {
            break outer;
        }
        try (Reader reader = open(); Writer writer = other) {
            copy(reader, writer);
        } catch (IOException | SecurityException failure) {
            throw new IllegalStateException("x", failure);
        } catch (final RuntimeException e) {
            log(e);
        } finally {
            close();
        }
        synchronized (lock()) {
            count++;
        }
        switch (kind) {
            case A:
            case B:
                first();
            case C:
                second();
                break;
            default:
                rest();
        }
        switch (shape) {
            case Circle c when c.radius() > 3 -> large(c);
            case Square(int side) -> square(side);
            case null, default -> none();
        }
        assert total > 0 : "positive";
        class Local {
            int x;
        }
        final String key;
        int[] more[] = {{1}};
        ;
        return;
    }
}
