/** Logging, configured by the program and not by a file. */
@NullMarked
package io.framecast.launcher.log;

import org.jspecify.annotations.NullMarked;
