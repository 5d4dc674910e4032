/** The embeddable client: publish, subscribe, list. */
@NullMarked
package io.framecast.client;

import org.jspecify.annotations.NullMarked;
