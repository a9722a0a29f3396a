namespace ElasticGrains.Testing.Laws;

/// <summary>A law that a kernel breaks.</summary>
/// <param name="Law">The law in a word: identity, homomorphism, extend, combine-encoded, codec, commutative, warm, size, determinism, finish, count or exception.</param>
/// <param name="Message">What differs where, and what usually causes it.</param>
public sealed record LawViolation(string Law, string Message);
