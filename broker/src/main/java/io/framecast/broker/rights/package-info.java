/** Who may publish and subscribe: by address class, by the shared secret, by signed tokens. */
@NullMarked
package io.framecast.broker.rights;

import org.jspecify.annotations.NullMarked;
