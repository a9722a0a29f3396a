namespace ElasticGrains.Kernels.Text;

/// <summary>What a word is.</summary>
public enum WordRule
{
    /// <summary>
    /// A longest run of ASCII letters, digits and bytes ≥ 0x80, and of apostrophes (0x27) between two of these: <c>don't</c> is one
    /// word, <c>'quoted'</c> is <c>quoted</c>. A to Z are lower-cased; other bytes stay as they are.
    /// </summary>
    Ascii = 0,

    /// <summary>
    /// A longest run of Unicode letters, decimal digits and marks, and of apostrophes (U+0027, U+2019) between two of these; each
    /// lower-cased by its simple mapping. Bytes that are not UTF-8 end a word.
    /// </summary>
    Unicode = 1,
}
