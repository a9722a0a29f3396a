using ElasticGrains.Storage.Sqlite;

namespace ElasticGrains.Storage.Local;

/// <summary>Who owns a state directory, as its file says.</summary>
/// <param name="Epoch">Raised by one with every owner.</param>
/// <param name="IsHeld">False once the owner has let go.</param>
/// <param name="Host">The owner's host.</param>
/// <param name="Pid">The owner's process.</param>
/// <param name="Started">See <see cref="LocalProcesses.StartOf"/>.</param>
/// <param name="Description">What the owner is doing, in its own words.</param>
/// <param name="Since">When it became the owner.</param>
/// <param name="Heartbeat">When it was last heard of.</param>
internal sealed record OwnerRow(
    long Epoch, bool IsHeld, string Host, int Pid, string Started, string Description, DateTimeOffset Since, DateTimeOffset Heartbeat)
{
    /// <summary>The row, or null when nobody has owned the file yet.</summary>
    public static OwnerRow? Read(SqliteSession session)
    {
        var row = session["SELECT epoch, held, host, pid, started, description, since, heartbeat FROM owner"];
        var owner = row.Step()
            ? new OwnerRow(
                row.Long(0), row.Long(1) != 0, row.Text(2), (int)row.Long(3), row.Text(4), row.Text(5), JobTable.Time(row.Long(6)), JobTable.Time(row.Long(7)))
            : null;
        row.Reset();
        return owner;
    }

    public void Write(SqliteSession session) =>
        session["INSERT OR REPLACE INTO owner(one, epoch, held, host, pid, started, description, since, heartbeat) VALUES(1, ?, ?, ?, ?, ?, ?, ?, ?)"]
            .Bind(Epoch).Bind(IsHeld ? 1L : 0L).Bind(Host).Bind(Pid).Bind(Started).Bind(Description).Bind(Since.UtcTicks).Bind(Heartbeat.UtcTicks).Run();

    /// <summary>Who has taken over from the owner of this epoch, or null when nobody has.</summary>
    public string? LostBy(long epoch) => Epoch == epoch ? null : $"process {Pid} on {Host}";
}
