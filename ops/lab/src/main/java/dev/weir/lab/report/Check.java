package dev.weir.lab.report;

/// One statement of a run: what had to be, what was.
///
/// @param name what it is about, in a few words
/// @param expected what had to be
/// @param actual what was measured
/// @param pass whether it held
public record Check(String name, String expected, String actual, boolean pass) {}
