namespace ElasticGrains.Cli.Output;

/// <summary>What a person sees of a result: an optional table, sentences, and one short phrase for a progress line.</summary>
internal sealed record ResultView(string Brief, TextTable? Table = null, params string[] Lines);
