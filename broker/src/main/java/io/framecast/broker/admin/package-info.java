/** Metrics and health over HTTP, for operators and for whatever restarts containers. */
@NullMarked
package io.framecast.broker.admin;

import org.jspecify.annotations.NullMarked;
