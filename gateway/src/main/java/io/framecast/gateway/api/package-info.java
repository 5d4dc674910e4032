/** What the gateway knows, as JSON. */
@NullMarked
package io.framecast.gateway.api;

import org.jspecify.annotations.NullMarked;
