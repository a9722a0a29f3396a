using System.Globalization;
using System.Numerics;

namespace ElasticGrains.Testing.Simulation;

/// <summary>What happened: a hash of everything, and the last of it in words. Words are made only when somebody asks.</summary>
internal sealed class Story(int length)
{
    private readonly (long Time, Actor Actor, object What, bool IsEffect)[] _last = new (long, Actor, object, bool)[length];
    private readonly Dictionary<Type, ulong> _names = [];
    private long _count;

    public ulong Hash { get; private set; } = 0xCBF29CE484222325;

    /// <summary>Messages handled and effects carried out.</summary>
    public long Count => _count;

    public void Add(long time, Actor actor, object what, bool isEffect)
    {
        _last[_count++ % length] = (time, actor, what, isEffect);
        Mix((ulong)time);
        Mix((ulong)actor.Id);
        Mix(NameOf(what.GetType()));
    }

    public void Mix(ulong value) => Hash = (BitOperations.RotateLeft(Hash, 23) ^ value) * 0x9E3779B185EBCA87;

    public IReadOnlyList<string> Tell()
    {
        var lines = new List<string>();
        for (var i = Math.Max(0, _count - length); i < _count; i++)
        {
            var (time, actor, what, isEffect) = _last[i % length];
            var text = string.Create(
                CultureInfo.InvariantCulture, $"{TimeSpan.FromTicks(time).TotalSeconds,10:F4}  {actor,-18} {(isEffect ? "   -> " : "")}{Short(what)}");
            lines.Add(text.Length > 240 ? text[..240] + "…" : text);
        }

        return lines;
    }

    private static string Short(object what)
    {
        var text = what.ToString() ?? "";
        var spec = text.IndexOf(", Spec = ", StringComparison.Ordinal);
        return spec < 0 ? text : text[..spec] + " …";
    }

    private ulong NameOf(Type type)
    {
        if (!_names.TryGetValue(type, out var name))
        {
            foreach (var letter in type.Name)
            {
                name = SimulationRandom.Mix(name + letter);
            }

            _names.Add(type, name);
        }

        return name;
    }
}
