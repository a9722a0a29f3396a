using System.Text;

namespace ElasticGrains.Cli.Tests.Support;

/// <summary>Text in two files whose words follow a fixed rule.</summary>
internal static class Texts
{
    private const int BlockSize = 1 << 20;
    private const int Vocabulary = 5_000;

    public static void Write(Scratch scratch, int megabytes)
    {
        var block = Encoding.ASCII.GetBytes(Block());
        for (var file = 0; file < 2; file++)
        {
            using var stream = File.Create(Path.Combine(scratch.Directory, $"text-{file}.txt"));
            for (var i = 0; i < megabytes / 2; i++)
            {
                stream.Write(block);
            }
        }
    }

    private static string Block()
    {
        var text = new StringBuilder(BlockSize + 16);
        for (var i = 0u; text.Length < BlockSize; i++)
        {
            // Knuth's multiplicative hash spreads the words; the third power makes some of them frequent.
            var spread = i * 2_654_435_761u;
            text.Append('w').Append((int)(Math.Pow(spread / (double)uint.MaxValue, 3) * Vocabulary)).Append(i % 12 == 0 ? '\n' : ' ');
        }

        return text.ToString();
    }
}
