/** The whole way through a broker beside a C program that does nothing but forward. */
@NullMarked
package io.framecast.bench.relay;

import org.jspecify.annotations.NullMarked;
