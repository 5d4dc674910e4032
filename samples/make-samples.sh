#!/usr/bin/env bash
# Makes everything in this folder, and the clip that the producer's tests read. Needed only to change them: what it makes is committed.
# Wants the ffmpeg program with libx264, libx265, libvpx and libmp3lame, and the font DejaVu Sans Mono Bold (Debian: apt-get install ffmpeg fonts-dejavu-core).
# The same versions of those give the same bytes: one thread, bit-exact flags, no clock and no seed from outside.
set -euo pipefail
cd "$(dirname "$0")"
font=${FONT:-/usr/share/fonts/truetype/dejavu/DejaVuSansMono-Bold.ttf}
test -r "$font" || { echo "make-samples.sh: no font at $font; set FONT to a bold monospaced .ttf" >&2; exit 2; }

run() { ffmpeg -hide_banner -loglevel error -nostdin -y -threads 1 -filter_threads 1 "$@"; }
exact=(-map_metadata -1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact -threads 1)
h264=(-c:v libx264 -preset slow -pix_fmt yuv420p -x264-params "threads=1:scenecut=0")
aac=(-c:a aac -b:a 96k -ar 48000 -ac 2)

# clock: hh:mm:ss and the frame number in digits that survive 80x46 pixels; a bar that crosses the picture once a second;
# in the first 100 ms of each second the two squares below are white and a 1 kHz tone sounds.
clock_picture="color=c=0x0b1430:s=640x360:r=30:d=20,\
drawbox=x=0:y=170:w=640:h=28:color=0x1d2f66:t=fill[back];\
color=c=0xffb000:s=64x28:r=30:d=20[bar];\
[back][bar]overlay=x='mod(t,1)*640-32':y=170:eval=frame,\
drawtext=fontfile=$font:fontsize=130:fontcolor=white:x=(w-text_w)/2:y=44:text='%{pts\:gmtime\:0\:%H\\\\\:%M\\\\\:%S}',\
drawtext=fontfile=$font:fontsize=130:fontcolor=0x7fe0ff:x=(w-text_w)/2:y=232:text='%{eif\:n\:d\:4}',\
drawbox=x=16:y=226:w=112:h=112:color=0x1d2f66:t=fill,drawbox=x=512:y=226:w=112:h=112:color=0x1d2f66:t=fill,\
drawbox=x=16:y=226:w=112:h=112:color=white:t=fill:enable='lt(mod(n,30),3)',\
drawbox=x=512:y=226:w=112:h=112:color=white:t=fill:enable='lt(mod(n,30),3)'"
run -filter_complex "$clock_picture[v];aevalsrc='0.5*sin(2*PI*1000*t)*lt(mod(t,1),0.1)|0.5*sin(2*PI*1000*t)*lt(mod(t,1),0.1)':s=48000:d=20[a]" \
  -map '[v]' -map '[a]' "${h264[@]}" -profile:v baseline -g 30 -keyint_min 30 -crf 22 "${aac[@]}" "${exact[@]}" -movflags +faststart clock.mp4

# life: Conway's game of life from a seeded start; silent.
run -filter_complex "life=s=128x72:r=25:seed=7:ratio=0.33:mold=12:life_color=0xd8ff5a:death_color=0x205030:mold_color=0x04140c,\
scale=512:288:flags=neighbor,trim=duration=12[v]" \
  -map '[v]' "${h264[@]}" -profile:v main -bf 0 -g 25 -keyint_min 25 -crf 30 -maxrate 1000k -bufsize 1000k "${exact[@]}" -movflags +faststart life.mp4

# plasma: slow waves of colour, 29.97 frames a second and B-frames as most files have them; a chord that swells.
run -filter_complex "color=c=black:s=160x90:r=30000/1001:d=15,format=gbrp,\
geq=r='128+127*sin(X/17+T*1.3)*cos(Y/13-T)':g='128+127*sin((X+Y)/23+T*0.9)':b='128+127*cos(hypot(X-80,Y-45)/11-T*2.1)',\
scale=640:360:flags=bicubic,format=yuv420p[v];\
aevalsrc='(0.12+0.06*sin(2*PI*0.2*t))*(sin(2*PI*220*t)+sin(2*PI*277.18*t)+sin(2*PI*329.63*t))':s=48000:d=15[a]" \
  -map '[v]' -map '[a]' "${h264[@]}" -profile:v main -bf 2 -g 30 -keyint_min 30 -crf 24 "${aac[@]}" -ac 1 "${exact[@]}" -movflags +faststart plasma.mp4

# frames and frames-audio: 125 JPEGs (5 s at 25 a second), and 13 pieces of sound, each an mp3 file of its own: one about every 10 frames.
rm -rf frames frames-audio
mkdir frames frames-audio
run -filter_complex "mandelbrot=s=320x180:r=25:start_scale=2.2:end_scale=0.02:end_pts=160:maxiter=512,trim=end_frame=125,\
drawtext=fontfile=$font:fontsize=84:fontcolor=white:borderw=5:bordercolor=black:x=(w-text_w)/2:y=(h-text_h)/2:text='%{eif\:n+1\:d\:3}'[v]" \
  -map '[v]' -c:v mjpeg -q:v 7 -pix_fmt yuvj420p "${exact[@]}" frames/%06d.jpg
for piece in $(seq 0 12); do
  pitch=$(awk "BEGIN { printf \"%.2f\", 220 * 2 ^ ($piece / 12) }")
  run -f lavfi -i "aevalsrc='0.3*sin(2*PI*$pitch*t)*exp(-6*t)':s=48000:d=0.384" -c:a libmp3lame -b:a 64k -id3v2_version 0 -write_xing 0 \
    "${exact[@]}" "frames-audio/$(printf %06d $((piece + 1))).mp3"
done

# What the tests of the producer read: H.264 with two B-frames in a row and H.265, which no encoder of FFmpeg's LGPL build makes.
tests=../producer/src/test/resources/io/framecast/producer/source
mkdir -p "$tests"
run -filter_complex "testsrc2=s=160x90:r=30:d=2[v];sine=frequency=440:sample_rate=48000:duration=2[a]" -map '[v]' -map '[a]' \
  "${h264[@]}" -profile:v main -bf 2 -b_strategy 0 -g 30 -keyint_min 30 -crf 34 -c:a aac -b:a 32k -ac 1 "${exact[@]}" "$tests/b-frames.mp4"
run -filter_complex "testsrc2=s=160x90:r=25:d=1[v]" -map '[v]' -c:v libx265 -preset fast -pix_fmt yuv420p -tag:v hvc1 \
  -x265-params "log-level=none:pools=none:frame-threads=1:keyint=25:bframes=2:b-adapt=0:info=0" -crf 34 "${exact[@]}" "$tests/h265.mp4"
run -filter_complex "testsrc2=s=160x90:r=25:d=1[v];sine=frequency=440:sample_rate=48000:duration=1,asetnsamples=960[a]" -map '[v]' -map '[a]' \
  -c:v libvpx-vp9 -b:v 60k -g 25 -lag-in-frames 0 -c:a libopus -b:a 24k "${exact[@]}" "$tests/vp9-opus.webm"
