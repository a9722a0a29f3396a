using System.Text;
using ElasticGrains.Cli.Clusters;
using ElasticGrains.Client;
using ElasticGrains.Embedded;
using ElasticGrains.Jobs;
using ElasticGrains.Silo;
using ElasticGrains.Storage.Postgres;

namespace ElasticGrains.Cli.Reference;

/// <summary>What can be set, as a document: names, types and defaults from the classes, meanings from their comments.</summary>
internal static class SettingsReference
{
    private const string Prefix = $"{ClusterSettings.Section}__";

    private const string Head = $"""
        # Configuration

        <!-- Written by './eg docs configuration > docs/configuration.md'. -->

        A silo or a client reads the section `{ClusterSettings.Section}` of its host's configuration: the environment, `appsettings.json`, or whatever else
        the host adds. `{Prefix}Slots=4` in the environment is the same as

        ```json
        {"{"} "{ClusterSettings.Section}": {"{"} "Slots": 4 {"}"} {"}"}
        ```

        A setting that cannot work stops the start, with all problems in one message. Where no default is given there is none.

        """;

    private const string Silo = """
        ## A silo

        For `AddElasticGrainsSilo` and `eg silo run`. Code has the last word: `AddElasticGrainsSilo(grid => grid.Settings.Slots = 4)`.

        """;

    private const string Client = """
        ## A client

        For `AddElasticGrainsClient`. Code has the last word: `AddElasticGrainsClient(settings => settings.Cluster = "mine")`.

        """;

    private const string Embedded = """
        ## A grid in your process

        For `EmbeddedGrid.StartAsync(builder => builder.Slots = 4)`.

        """;

    private const string Job = """
        ## A job

        `JobOptions`, for `SubmitAsync`; for those of `eg run` and `eg job submit` see [cli.md](cli.md#eg-run).

        """;

    private const string Policy = """
        How it is run, `JobPolicy`: `JobPolicy.Default with { MaxSlots = 8 }`.

        """;

    private const string Variables = """
        ## The command eg

        Variables of the environment:

        """;

    // What a person edits; its settings are those of silos and clients above.
    private const string Compose = """
        ## In containers

        `docker-compose.yml` has no variables of its own. Its silos and its front end get `ElasticGrains__ConnectionString`, `ElasticGrains__PasswordFile`,
        `ElasticGrains__Cluster` and `ElasticGrains__TokenFile`, its silos `ElasticGrains__Slots`, and their image sets `ElasticGrains__ListenAddress` and
        `ElasticGrains__AdvertisedAddress`. Its database gets `POSTGRES_USER`, `POSTGRES_DB` and `POSTGRES_PASSWORD_FILE`. Two files are secrets:
        `secrets/cluster_token` and `secrets/database_password`.

        """;

    public static string Render()
    {
        var text = new StringBuilder();
        var health = new SettingRow($"{Prefix}{SiloHealth.Setting}", "text", MarkdownTable.Code(SiloHealth.Loopback), "Of `eg silo run`: the URLs at which `/healthz` and `/readyz` answer, with `;` between them.");
        Append(text, Head);
        Append(text, Silo, [.. SettingRow.Of(new SiloSettings(), Prefix), health]);
        Append(text, Client, SettingRow.Of(new ClusterSettings(), Prefix));
        Append(text, Embedded, SettingRow.Of(new EmbeddedGridBuilder()));
        Append(text, Job, SettingRow.Of(new JobOptions()));
        Append(text, Policy, SettingRow.Of(new JobPolicy()));
        Append(
            text,
            Variables,
            [
                new SettingRow(EgCommandLine.DebugVariable, "`1`", "", "Show the stack of an error, as `--debug` does."),
                new SettingRow(PostgresBinaries.Variable, "text", "the directories in `PATH`, then where systems usually put them", "The directory of PostgreSQL's programs, for `eg up` without `--postgres`."),
            ]);
        Append(text, Compose);
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void Append(StringBuilder text, string part, IEnumerable<SettingRow>? rows = null)
    {
        text.Append(part.ReplaceLineEndings("\n")).Append('\n');
        if (rows is not null)
        {
            MarkdownTable.Append(text, SettingRow.Header, rows.Select(row => row.Cells));
        }
    }
}
