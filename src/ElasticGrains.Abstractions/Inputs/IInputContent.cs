using ElasticGrains.Kernels;

namespace ElasticGrains.Inputs;

/// <summary>The bytes of an input as it was when its job was submitted; an input that has changed since gives an error instead.</summary>
public interface IInputContent : IDisposable
{
    /// <summary>Tells whether what was read so far is of what was submitted. A file is looked at; a service may know without.</summary>
    /// <param name="fingerprint">Also what costs more than a look: <see cref="InputFile.Fingerprint"/>.</param>
    /// <exception cref="KernelInputException">It is another one; the message says how it differs.</exception>
    /// <exception cref="InputUnavailableException">It cannot be looked at now.</exception>
    void Verify(bool fingerprint);

    /// <summary>Reads exactly <paramref name="into"/>.</summary>
    /// <param name="into">Where to; its length is the number of bytes.</param>
    /// <param name="offset">Where these begin in the input.</param>
    /// <exception cref="KernelInputException">It ends earlier than at submit, or is known to be another one.</exception>
    /// <exception cref="InputUnavailableException">It cannot be read now.</exception>
    void ReadExactly(Span<byte> into, long offset);
}
