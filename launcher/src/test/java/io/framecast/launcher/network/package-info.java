/** The built distribution over a real kernel's network: namespaces with loss and rate limits, and the seeded proxy. */
@NullMarked
package io.framecast.launcher.network;

import org.jspecify.annotations.NullMarked;
