using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Npgsql;

namespace ElasticGrains.Cli.Chaos.Network;

/// <summary>
/// What lies between the silos of a cluster, and between them and its database: a door before each, so that it can be cut without touching
/// the machine's network. A silo listens on one loopback address and tells the others of another, where its door is; this needs all of 127.0.0.0/8.
/// </summary>
internal sealed class ChaosNetwork(int seed) : IDisposable
{
    public const string Database = "database";

    private const string Client = "client";
    private const string Unknown = "?";
    private const int PerBlock = 250;

    private readonly List<Door> _doors = [];
    private readonly ConcurrentDictionary<int, string> _silos = new();
    private int _count;

    public CutBoard Board { get; } = new(seed);

    /// <summary>Opens doors for one more silo.</summary>
    /// <param name="name">The silo.</param>
    /// <param name="connectionString">How the database is reached past its door.</param>
    /// <returns>What the silo is told by its environment.</returns>
    public IReadOnlyDictionary<string, string> Add(string name, string connectionString)
    {
        var database = new NpgsqlConnectionStringBuilder(connectionString);
        var server = new IPEndPoint(IPAddress.Parse(database.Host!), database.Port);
        var (listens, door) = (AddressOf(1), AddressOf(2));
        _count++;
        var silo = Keep(new Door(door, port => new IPEndPoint(listens, port), Board, CallerOf, name));
        var transfer = Keep(new Door(door, port => new IPEndPoint(listens, port), Board, CallerOf, name));
        var gateway = Keep(new Door(door, port => new IPEndPoint(listens, port), Board, _ => Client, name));
        database.Port = Keep(new Door(IPAddress.Loopback, _ => server, Board, _ => name, Database)).Port;
        return new Dictionary<string, string>
        {
            ["ElasticGrains__ConnectionString"] = database.ToString(),
            ["ElasticGrains__ListenAddress"] = listens.ToString(),
            ["ElasticGrains__AdvertisedAddress"] = door.ToString(),
            ["ElasticGrains__SiloPort"] = silo.Port.ToString(CultureInfo.InvariantCulture),
            ["ElasticGrains__TransferPort"] = transfer.Port.ToString(CultureInfo.InvariantCulture),
            ["ElasticGrains__GatewayPort"] = gateway.Port.ToString(CultureInfo.InvariantCulture),
        };
    }

    /// <summary>Tells whose connections those of a process are.</summary>
    public void Know(int process, string silo) => _silos[process] = silo;

    public void Dispose()
    {
        Board.HealAll();
        _doors.ForEach(door => door.Dispose());
    }

    private Door Keep(Door door)
    {
        _doors.Add(door);
        return door;
    }

    private string CallerOf(IPEndPoint connection) => SocketOwner.Find(connection, _silos.Keys) is { } process ? _silos[process] : Unknown;

    // 127.1.x.y is where silos listen, 127.2.x.y where their doors are.
    private IPAddress AddressOf(byte net) => new([127, net, (byte)(_count / PerBlock), (byte)((_count % PerBlock) + 1)]);
}
