/** The program {@code framecast}: one command line over broker, producer and subscriber. */
@NullMarked
package io.framecast.launcher;

import org.jspecify.annotations.NullMarked;
