/** Small pictures of what is live, made from the streams' own key frames. */
@NullMarked
package io.framecast.gateway.thumbnail;

import org.jspecify.annotations.NullMarked;
