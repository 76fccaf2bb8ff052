using var outer = Open();
Console.WriteLine(args[0]);

class Statements
{
    IEnumerable<int> Run(List<string> names, object shape)
    {
        int total = 0, count;
        if (shape is Circle circle && circle.Radius > 3)
        {
            Use(circle);
        }
        else if (shape is null) return null;
        else if (shape is not (string or int)) Fail();
        else Other();
        for (int i = 0, j = 10; i < j; i++, j--) total += i;
        foreach (var (key, value) in pairs) Use(key);
        foreach (string name in names)
        {
            if (name == "") continue;
            break;
        }
        while (queue.TryTake(out var next)) Work(next);
        do { Step(); } while (more);
        using (var reader = Open())
        {
            Read(reader);
        }
        lock (_gate) { count++; }
        try
        {
            Copy();
        }
        catch (IOException error) when (error.Code == 3)
        {
            throw new Failure("x", error);
        }
        catch (SecurityException)
        {
            throw;
        }
        catch { Log(); }
        finally { Close(); }
        switch (Kind(shape))
        {
            case 1:
            case 2:
                First();
                break;
            case string text when text.Length > 3:
                Use(text);
                goto default;
            case Square { Side: var side }:
                Use(side);
                break;
            default:
                Rest();
                break;
        }
        (total, var rest) = Split();
        int Local(int x) => x + 1;
#if DEBUG
        Console.WriteLine(secret);
#else
        Quiet();
#endif
        checked { total++; }
        unsafe { Raw(); }
        yield return total;
        yield break;
    }
}
