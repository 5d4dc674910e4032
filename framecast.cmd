@echo off
rem Framecast from a checkout on Windows: builds it on first use and when sources changed, then runs it. See README.md.
setlocal
set "ROOT=%~dp0"
set "BUILT=%ROOT%launcher\target\framecast"
set "MARKER=%BUILT%\.built"
set "LOG=%ROOT%target\framecast-build.log"
call "%ROOT%launcher\src\main\dist\bin\find-java.cmd" || exit /b 1
for %%J in ("%JAVA%\..\..") do set "JAVA_HOME=%%~fJ"

set "CURRENT="
if exist "%MARKER%" for /f %%A in ('powershell -NoProfile -Command "$m=(Get-Item -Force $env:MARKER).LastWriteTimeUtc; $s=@(Get-Item ($env:ROOT+'pom.xml'),($env:ROOT+'*\pom.xml'))+@(Get-ChildItem -Recurse ($env:ROOT+'*\src\main')); if ($s.Where({$_.LastWriteTimeUtc -gt $m},'First')) {'stale'} else {'current'}"') do set "CURRENT=%%A"
if "%CURRENT%"=="current" goto run

where mvn >nul 2>&1
if errorlevel 1 (
  echo framecast: needs Maven 3.8 or later to build and found none; install it from the site of Apache Maven 1>&2
  exit /b 1
)
if not exist "%ROOT%target" mkdir "%ROOT%target"
echo framecast: building all modules without their tests ^(first use, or sources changed; a minute or two^); log: %LOG% 1>&2
if exist "%BUILT%\lib" rmdir /s /q "%BUILT%\lib"
type nul > "%ROOT%target\build-started"
pushd "%ROOT%"
call mvn -B -ntp -Dmaven.test.skip=true -Dspotless.check.skip=true -pl launcher -am package > "%LOG%" 2>&1
set "CODE=%ERRORLEVEL%"
popd
if not "%CODE%"=="0" (
  echo framecast: the build failed; the reason is at the end of %LOG% 1>&2
  exit /b 1
)
rem What changed while it was building is newer than the marker.
move /y "%ROOT%target\build-started" "%MARKER%" >nul

:run
"%BUILT%\bin\framecast.cmd" %*
