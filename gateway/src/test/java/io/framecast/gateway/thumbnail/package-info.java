@NullMarked
package io.framecast.gateway.thumbnail;

import org.jspecify.annotations.NullMarked;
