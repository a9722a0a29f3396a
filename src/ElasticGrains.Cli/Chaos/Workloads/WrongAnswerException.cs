namespace ElasticGrains.Cli.Chaos.Workloads;

/// <summary>A job has succeeded with an answer that is not the one without faults.</summary>
internal sealed class WrongAnswerException(string message) : Exception(message);
