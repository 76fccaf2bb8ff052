class Expressions
{
    object All(User user, object other, int n)
    {
        var text = $"id {user.Id:X} {{literal}} {(user.Pin)}";
        var path = @"C:\new""x";
        var raw = """raw "text" """;
        var letter = '\n';
        var numbers = 0x1F + 0b101 + 1_000 + 10L + -3;
        var real = 1.5e3f;
        var logic = a && b || !c && n >= 3;
        var bits = n & 1 | n << 2 ^ ~n >> 3;
        var chosen = a ? b : c ? d : e;
        var fallback = a ?? b ?? "none";
        var cast = (string)other;
        var held = other as User;
        var tested = other is User;
        var type = typeof(User);
        var name = nameof(user.Pin);
        var none = default(int);
        var handler = new HttpClientHandler { Callback = (message, chain) => true, Inner = { Level = 1 } };
        List<int> list = new() { 1, 2 };
        Options options = new(3) { Name = "x" };
        var map = new Dictionary<string, int> { ["a"] = 1, { Keys.Pin, 2 } };
        var bytes = new byte[] { 1, 2 };
        var sized = new int[3, n];
        int[] listed = [1, .. other];
        var anonymous = new { A = 1, user.Pin };
        var tuple = (Key: 1, 2);
        var named = (Key: secret, Vector: iv);
        var copied = point with { X = 1 };
        var query = from one in list where one > 3 select one.Name;
        Func<int, int> twice = x => x * 2;
        Func<int, int> old = delegate (int x) { return x; };
        var conditional = user?.Account?.Token(1);
        var first = user!.Items?[0].Name;
        var picked = n switch
        {
            1 or 2 => "few",
            > 3 and < 9 => "some",
            User { Id: 3, Name: var called } found when found.Ok => called,
            string s => s,
            _ => throw new InvalidOperationException("n")
        };
        var called2 = builder.With<string>("k").Put(key: out var put, value).Done();
        var range = list[1..^2];
        n = m = 3;
        n += n++;
        text ??= "none";
        button.Clicked += (sender, args) => Save(text);
        button.Clicked -= OnClicked;
        _ = user.Save();
        return base.All(user);
    }
}
