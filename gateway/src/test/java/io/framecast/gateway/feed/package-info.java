@NullMarked
package io.framecast.gateway.feed;

import org.jspecify.annotations.NullMarked;
