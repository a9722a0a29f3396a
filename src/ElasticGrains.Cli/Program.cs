using ElasticGrains.Cli;
using ElasticGrains.Cli.Running;

_ = EgProcess.Elapsed;
return await EgCommandLine.RunAsync(args);
