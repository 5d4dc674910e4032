/** What is watched: one upstream subscription for each id, a cache to join from, viewers that each get what their connection takes. */
@NullMarked
package io.framecast.gateway.feed;

import org.jspecify.annotations.NullMarked;
