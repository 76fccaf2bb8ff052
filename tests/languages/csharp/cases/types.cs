global using System.Net.Http;
using System;
using static System.Math;
using Text = System.Text.Encoding;

[assembly: InternalsVisibleTo("Tests")]
namespace Field.Visits.Data;

/// <summary>A visitor who signed in.</summary>
[Table("visitors"), Serializable]
public partial class Visitor<T> : Entity<T>, IVisitor where T : class
{
    // The number on the badge.
    [PrimaryKey, Column("id", Unique = true)]
    public int Id { get; set; } = 3; // never changes
    private readonly string _key = "a\nb\u00e9", _other;
    public string Full => First + Last;
    public string? Pin
    {
        get { return _store.Get("pin"); }
        set { _store.Set("pin", value); }
    }
    public event EventHandler Changed;
    const int Most = 1;
    private readonly Dictionary<string, string> _cache = new();

    static Visitor() { Register(); }

    public Visitor(string name, int age = 3) : base(name)
    {
        Name = name;
    }

    public Visitor() : this("none", age: 4) { }

    ~Visitor() { Close(); }

    public string this[int index] { get => _items[index]; }

    public async Task<List<string>> Load([FromBody] Query query, params string[] names)
    {
        return await _client.Load(query);
    }

    Options Defaults(int level) => level > 3 ? null : Build(new()) ;

    Options Fresh() => new() { Name = "x" };

    async Task<Options> Later()
    {
        return new(1);
    }

    protected abstract void Later(ref int count, out string text);

    enum Level : byte { Low = 1, High }
}

public record Point(int X, [Required] string Label) : Shape(X)
{
    public int Z { get; init; }
}

public struct Size { public int Width; }

public interface IVisitor
{
    string Name { get; }
    void Enter(DateTime at);
}

public class Service(IStore store)
{
    private readonly IStore _store = store;
}

public static class Texts
{
    public static string Masked(this string text, int count) => text.Substring(0, count);
}

#if DEBUG
class OnlyInDebug { }
#else
class OnlyInRelease { }
#endif
