using ElasticGrains.Kernels;

namespace ElasticGrains.Testing.Laws;

/// <summary>The laws of a kernel, each a function from a cut to what is wrong there (null: nothing).</summary>
/// <remarks>Combine and Extend own their arguments, so every use computes or decodes its partials anew.</remarks>
internal sealed class LawSet(IKernelRun run)
{
    // SizeOf steers when the grid commits; a factor of four either way does not matter, a missing one does.
    private const int SizeFactor = 4;
    private const long SmallPartial = 64 * 1024;

    private readonly LawProbe _probe = new(run);
    private object? _warm;
    private object? _carried;

    public IEnumerable<(string Law, Func<LawCut, string?> Check)> All
    {
        get
        {
            yield return ("identity", EmptyRange);
            yield return ("identity", FreshIdentity);
            yield return ("identity", LeftIdentity);
            yield return ("identity", RightIdentity);
            yield return ("homomorphism", Homomorphism);
            yield return ("extend", Extend);
            yield return ("combine-encoded", CombineEncoded);
            yield return ("codec", RoundTrip);
            yield return ("codec", EncodeTwice);
            yield return ("size", Size);
            yield return ("finish", Finish);
            if (run.Kernel.IsCommutative)
            {
                yield return ("commutative", Commutative);
            }

            if (run is IWarmRun { CanCarry: true })
            {
                yield return ("warm", Warm);
            }
        }
    }

    private string? EmptyRange(LawCut cut) => LawProbe.Difference(
        "Identity", _probe.Encoded(run.Identity()), $"Compute([{cut.Middle}, {cut.Middle}))", _probe.EncodedOf(new ItemRange(cut.Middle, cut.Middle)),
        "An empty range must give the neutral partial.");

    private string? FreshIdentity(LawCut cut)
    {
        var before = _probe.Encoded(run.Identity());
        _probe.Compute(cut.Whole);
        return LawProbe.Difference(
            "Identity", before, $"Identity after Compute({cut.Whole})", _probe.Encoded(run.Identity()),
            "Identity must return a new object at every call; a shared one was changed.");
    }

    private string? LeftIdentity(LawCut cut) => LawProbe.Difference(
        $"Compute({cut.Whole})", _probe.EncodedOf(cut.Whole), $"Combine(Identity, Compute({cut.Whole}))",
        _probe.Encoded(run.Combine(run.Identity(), _probe.Compute(cut.Whole))), "Joining with Identity must change nothing.");

    private string? RightIdentity(LawCut cut) => LawProbe.Difference(
        $"Compute({cut.Whole})", _probe.EncodedOf(cut.Whole), $"Combine(Compute({cut.Whole}), Identity)",
        _probe.Encoded(run.Combine(_probe.Compute(cut.Whole), run.Identity())), "Joining with Identity must change nothing.");

    private string? Homomorphism(LawCut cut) => LawProbe.Difference(
        $"Compute({cut.Whole})", _probe.EncodedOf(cut.Whole), $"Combine(Compute({cut.Left}), Compute({cut.Right}))",
        _probe.Encoded(run.Combine(_probe.Compute(cut.Left), _probe.Compute(cut.Right))),
        KernelHints.Cuts);

    private string? Extend(LawCut cut) => LawProbe.Difference(
        $"Compute({cut.Whole})", _probe.EncodedOf(cut.Whole), $"Extend(Compute({cut.Left}), {cut.Right})",
        _probe.Encoded(run.Extend(_probe.Compute(cut.Left), cut.Right)), "Extend must be Combine(soFar, Compute(range)).");

    private string? CombineEncoded(LawCut cut) => LawProbe.Difference(
        $"Combine(Compute({cut.Left}), Compute({cut.Right}))", _probe.Encoded(run.Combine(_probe.Compute(cut.Left), _probe.Compute(cut.Right))),
        $"CombineEncoded(Compute({cut.Left}), Encode(Compute({cut.Right})))",
        _probe.Encoded(run.CombineEncoded(_probe.Compute(cut.Left), _probe.EncodedOf(cut.Right))), "CombineEncoded must be Combine(soFar, Decode(encoded)).");

    private string? RoundTrip(LawCut cut)
    {
        var written = _probe.EncodedOf(cut.Whole);
        return LawProbe.Difference(
            $"Encode(Compute({cut.Whole}))", written, "what is encoded after decoding it", _probe.Encoded(run.Decode(written)),
            "Something of the partial is not written, not read, or written in an order of its own (a dictionary's, say).");
    }

    private string? EncodeTwice(LawCut cut)
    {
        var partial = _probe.Compute(cut.Whole);
        return LawProbe.Difference(
            $"Encode(Compute({cut.Whole}))", _probe.Encoded(partial), "the second Encode of the same partial", _probe.Encoded(partial),
            "Encode must leave the partial unchanged.");
    }

    private string? Size(LawCut cut)
    {
        var partial = _probe.Compute(cut.Whole);
        var (said, written) = (run.SizeOf(partial), _probe.Encoded(partial).LongLength);
        return said >= 0 && written <= Math.Max(SmallPartial, SizeFactor * said) ? null
            : $"SizeOf(Compute({cut.Whole})) is {said:N0}, but the partial is {written:N0} bytes encoded. " +
                "Override SizeOf with about the encoded size: the grid commits by it before partials grow too large.";
    }

    private string? Finish(LawCut cut)
    {
        var partial = _probe.Compute(cut.Whole);
        var written = _probe.Encoded(partial);
        return LawProbe.Difference(
            $"Finish(Compute({cut.Whole}))", run.Finish(partial), "Finish of the same partial after encoding and decoding it", run.Finish(run.Decode(written)),
            "Finish must depend on what the codec writes, and on nothing else.");
    }

    private string? Warm(LawCut cut)
    {
        var warming = (IWarmRun)run;
        _warm ??= warming.MakeWarm();
        _carried ??= WarmCarriage.Of(warming, _warm);
        warming.UseWarm(_warm);
        var expected = _probe.EncodedOf(cut.Whole);
        warming.UseWarm(_carried);
        try
        {
            return LawProbe.Difference(
                $"Compute({cut.Whole})", expected, "the same with warm state that was carried to another silo", _probe.EncodedOf(cut.Whole),
                "Something of the warm state is not written or not read by WarmCodec.");
        }
        finally
        {
            warming.UseWarm(_warm);
        }
    }

    private string? Commutative(LawCut cut) => LawProbe.Difference(
        $"Combine(Compute({cut.Left}), Compute({cut.Right}))", _probe.Encoded(run.Combine(_probe.Compute(cut.Left), _probe.Compute(cut.Right))),
        "the same with the two exchanged", _probe.Encoded(run.Combine(_probe.Compute(cut.Right), _probe.Compute(cut.Left))),
        KernelHints.Commutative);
}
