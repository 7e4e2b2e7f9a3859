@echo off
rem Starts HandyRep with the runtime beside it.
set HANDYREP_HOME=%~dp0..
"%HANDYREP_HOME%\runtime\bin\java.exe" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Dhandyrep.home="%HANDYREP_HOME%" -cp "%HANDYREP_HOME%\lib\*" org.handyrep.Main %*
