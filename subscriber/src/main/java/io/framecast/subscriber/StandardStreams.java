package io.framecast.subscriber;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * Standard input and output of the program.
 *
 * @param terminal both are a terminal that knows escape codes: lines are edited there and pictures can be drawn
 */
public record StandardStreams(InputStream in, PrintStream out, boolean terminal) {}
