using System.CommandLine;
using ElasticGrains.Cli.Clusters;
using ElasticGrains.Cli.Output;
using ElasticGrains.Storage.Postgres;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg db …</c>: the schema of a cluster, for administrators who do not let silos change it.</summary>
internal static class DbCommand
{
    public static Command Create() => new("db", "The schema of a cluster's database.")
    {
        Of("migrate", "Create the schema, or bring it to this version. Safe to repeat, and beside other silos.", schema => schema.MigrateAsync(cluster: null)),
        Of("status", "Which version the schema has, and whose it is.", schema => schema.StatusAsync()),
    };

    private static Command Of(string name, string description, Func<PostgresSchema, Task<SchemaStatus>> work)
    {
        var postgres = new Option<string>("--postgres") { Description = "The connection string. Default: that of the cluster in --state.", HelpName = "STRING" };
        var schema = new Option<string?>("--schema") { Description = "The schema. Default: that of the cluster, or elasticgrains.", HelpName = "NAME" };
        var state = new StateOption();
        var output = new OutputOptions();
        var command = new Command(name, description) { postgres, schema };
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, _) =>
        {
            var cluster = parse.GetValue(postgres) is null ? ClusterFile.Read(state.Read(parse).ClusterDirectory) : null;
            await using var store = PostgresStore.Open(new PostgresStoreOptions
            {
                ConnectionString = parse.GetValue(postgres) ?? cluster!.ConnectionString,
                Schema = parse.GetValue(schema) ?? cluster?.Schema ?? PostgresStoreOptions.DefaultSchema,
            });
            var status = await work(new PostgresSchema(store));
            if (output.Read(parse) == OutputFormat.Json)
            {
                JsonOutput.Print(new { Server = store.Server, status.Schema, status.Version, Newest = PostgresSchema.Version, status.Cluster });
            }
            else
            {
                Terminal.Line($"schema '{status.Schema}' of {store.Server}: "
                    + (status.Version == 0 ? "not there" : $"version {status.Version} of {PostgresSchema.Version}, cluster {status.Cluster ?? "none yet"}"));
            }

            return (int)(status.Version == PostgresSchema.Version ? ExitCode.Done : ExitCode.Failed);
        });
        return command;
    }
}
