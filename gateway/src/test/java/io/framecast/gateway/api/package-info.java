@NullMarked
package io.framecast.gateway.api;

import org.jspecify.annotations.NullMarked;
