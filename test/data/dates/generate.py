#!/usr/bin/env python3
"""Writes generated log lines with the answers of fail2ban's date detector, see README.md.

generate.py LINES SESSIONS PATTERNS SEED FOLDER > fail2ban.tsv
FOLDER is where the Python package fail2ban lies (apt-get download fail2ban; dpkg -x ...): used as an oracle only.
"""
import os, random, sys, time, logging
os.environ['TZ']='Europe/Zurich'; time.tzset()
sys.path.insert(0, sys.argv[5])
logging.disable(logging.CRITICAL)
from fail2ban.server.mytime import MyTime
from fail2ban.server.datedetector import DateDetector
def run(patterns, lines, now):
    MyTime.setTime(now)
    d=DateDetector()
    for p in patterns: d.appendTemplate(p)
    if not patterns: d.addDefaultTemplate()
    out=[]
    for l in lines:
        tm=d.matchTime(l)
        m=tm[0]
        if not m: out.append((0,0,0,0)); continue
        s,e=m.start(1),m.end(1)
        txt=l[s:e]
        if not txt: out.append((2,0,0,0)); continue
        try:
            r=d.getTime(txt,tm)
        except Exception as ex:
            r=None
        if r is None: out.append((-1,s,e,0))
        else: out.append((1,s,e,int(r[0]//1)))
    return out
R=random.Random(int(sys.argv[4]))
NOW=1795475419 # 2026-11-24 00:10:19 CET
MON="Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
FULLM="January February March April May June July August September October November December".split()
DAY="Mon Tue Wed Thu Fri Sat Sun".split()
FULLD="Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
ZN="PDT CEST UTC GMT Z EST MSK FOO JST ACDT NPT A".split()
def n2(lo,hi): return "%02d"%R.randint(lo,hi)
def f():
    y=R.choice([2026,2025,2024,2023,2005,2000,2029,2030,2033,1999,1970,2026,2026])
    mo=R.randint(1,12); d=R.choice([R.randint(1,28),R.randint(1,31),R.randint(0,33)]); 
    if R.random()<.12: mo=R.choice([0,2,2,3,10,13]); 
    if R.random()<.08: d=29; mo=2
    if R.random()<.1: mo,d=R.choice([(3,29),(10,25),(3,30),(10,27)])
    h=R.choice([R.randint(0,23),R.randint(0,23),2,24,1]); h=3 if h==2 and mo==10 else h; mi=R.randint(0,59); s=R.choice([R.randint(0,59),R.randint(0,59),60,61] if R.random()<.1 else [R.randint(0,59)])
    mon=MON[(mo-1)%12]; 
    if R.random()<.1: mon=R.choice([mon.upper(),mon.lower(),"Foo"])
    dd=R.choice(["%02d"%d,"%2d"%d,"%d"%d]); hh=R.choice(["%02d"%h]*4+["%2d"%h,"%d"%h])
    t="%s:%02d:%02d"%(hh,mi,s)
    fr=R.choice(["","","",".%d"%R.randint(0,999999),".%03d"%R.randint(0,999),",123",".1234567890",".","."+"5"*9])
    z=R.choice(["","","","Z"," +0100","+01:00","-0830"," -02","+5","+1430","+2500"," UTC"," GMT","utc"," z"," +01:00", "  +0100","+0260"])
    sep=R.choice("-/-/.-")
    wd=R.choice(["",R.choice(DAY)+" "])
    k=R.randint(0,22)
    if k==0: return "%04d%s%02d%s%02d%s%s%s%s"%(y,sep,mo,R.choice([sep]*8+["-"]),d,R.choice(["T"," ","  ","t"]),t,fr,z)
    if k in(1,2): return "%s%s %s %s%s%s"%(wd,mon,dd,t,fr,R.choice([""]*3+[" %d"%y]))
    if k==3: return "%s%s %s %d %s%s"%(wd,mon,dd,y,t,fr)
    if k==4: return "%02d%s%02d%s%s %s"%(d,sep,mo,sep,R.choice([str(y),"%02d"%(y%100)]),t)
    if k==5: return "%s%s%s%s%d%s%s%s%s"%(dd.strip(),sep,mon,sep,y,R.choice([":"," ",""]),t,fr,z)
    if k==6: return "%02d/%02d/%d:%s"%(mo,d,y,t)
    if k==7: return "%02d-%02d-%d %s%s"%(mo,d,y,t,fr)
    if k==8: return R.choice(["","[","audit(","xaudit(","[["])+"%d%s%s"%(R.choice([R.randint(10**9,2*10**9),R.randint(10**10,2*10**10),R.randint(10**8,10**9)]),R.choice(["",".123",".123456",".1234567",".1"]),R.choice(["","]",":123)"," ","x"]))
    if k==9: return t
    if k==10: return "<%02d/%02d/%02d@%s>"%(mo,d,y%100,t)
    if k==11: return "%02d%02d%02d %s"%(y%100,mo,d,t)
    if k==12: return "%s %s, %d %s %s"%(mon,dd,y,"%d:%02d:%02d"%(R.randint(0,13),mi,s),R.choice(["AM","PM","am","XM"]))
    if k==13: return "%s-%s-%02d %s"%(mon,dd,y%100,t)
    if k==14: return "%d%02d%02d%s%02d%02d%02d%s%s"%(y,mo,d,R.choice(["T"," ","  ",""]),h,mi,s,fr,z)
    if k==15: return "%s %s%s %s %s%s"%(R.choice(ZN),wd,mon,dd,t,fr)
    if k==16: return "%s %s%s %s %s%s"%(R.choice(["+0100","-05:30","Z","GMT","+02","z"]),wd,mon,dd,t,fr)
    if k==17: return "@%s%08x%s"%(R.choice(["40000000","40000001","a0000000"]),R.randint(10**9,2*10**9),"%08x"%R.randint(0,10**9))
    if k==18: return R.choice(["","no date here","Nov","Nov 24","00:10","2026-11-24","12:34:56x","Nov 24 00:10:1"])
    if k==19: return "<%d>%s %s %s"%(R.randint(0,200),mon,dd,t)
    if k==20: return "<%d>1 %04d-%02d-%02dT%s%s%s"%(R.randint(0,200),y,mo,d,t,fr,z)
    if k==21: return "%d/%s/%04d:%s +0200"%(d,mon,y,t)
    return "%04d-%02d-%02dT%02d:%02d:%02d%s%s"%(y,mo,d,h%24,mi,s%60,fr,z)
PRE=["","","","","","["," ","  ","1.2.3.4 - - [","host prog: ","x","- ","<","[[","[[[",'"',"(","foo bar 12-","a.b [","2026 "]
POST=[""," host sshd[42]: Failed","] x",": msg",",x","x","1"," 2026 x",".","-"," 10:11:12 "," [24/Nov/2026:10:11:12 +0100]"," Nov 24 10:11:12","\"","Z"," at 2026-01-02 03:04:05"]
def line(): return R.choice(PRE)+f()+R.choice(POST)
sets=[]
for i in range(int(sys.argv[1])): # single lines, fresh state
    sets.append(([], [line()]))
for i in range(int(sys.argv[2])): # sessions with memory
    if R.random()<.5:
        pres=R.sample(PRE,2); posts=R.sample(POST,3)
        lines=[R.choice(pres)+f()+R.choice(posts) for _ in range(12)]
    else: lines=[line() for _ in range(10)]
    sets.append(([],lines))
PATS=[["{^LN-BEG}"],["^[^\\[]*\\[({DATE})","{^LN-BEG}"],["{DATE}"],["^{DATE}"],["^<\\d+>\\d+\\s+{DATE}"],["^[^\\[]*(\\[{DATE}\\s*\\])"],
 ["%Y-%m-%d %H:%M:%S"],["^(?:%Y-)?%m-%d[ T]%H:%M:%S(?:\\.%f)?"],["{^LN-BEG}%ExY(?P<_sep>[-/.])%m(?P=_sep)%d[T ]%H:%M:%S(?:[.,]%f)?(?:\\s*%z)?"],
 ["%d/%b[^/]*/%Y:%H:%M:%S %z"],["^%H:%M:%S"],["{^LN-BEG}EPOCH"],["EPOCH"],["LEPOCH"],["TAI64N"],["{^LN-BEG}TAI64N"],["{NONE}"],["{UNB}%H:%M:%S"],
 ["**%H:%M:%S**"],["%Y%m%d"],["^L %d/%m/%Y - %H:%M:%S"],["%b %d, %ExY %I:%M:%S %p"],["^t=%Y-%m-%dT%H:%M:%S%z"],["audit\\({EPOCH}:"],["^{LEPOCH}"],
 ["%j %Y"],["%a %W %Y"],["%A, %d %B %Y %H:%M:%S"],["%ExZ %b %d %H:%M:%S"],["%b %d %H:%M:%S %Exz"],["%y%m%d  ?%k:%M:%S"],["(?i)at %Y-%m-%d %H:%M:%S"],
 ["\\[%d/%b/%Y[: ]%H:%M:%S\\]?"],["%H:%M:%S$"],["(?<=x)%H:%M:%S"],["(?:%Y|%y)-%m-%d %l:%M:%S ?%p"],["%Exd/%Exm/%ExY %ExH:%ExM:%ExS"],["%c"],["%x %X"],["%d\\.%m\\.%Y"],["(?P<Y>\\d{4})(?P<m>\\d\\d)(?P<d>\\d\\d)"],["^(\\S+ )?%b %d %H:%M:%S"],["%w %U %Y"],["{^LN-BEG}%b-%d-%Exy %H:%M:%S"],["%H:%M"],["%m/%d %H:%M:%S"],["100%% %H:%M:%S"],["^<W>{DATE}"],["^<co ts=\"{DATE}\"\\s+"],["%Y-%m"],["%Exz %H:%M:%S"],["%Z %H:%M:%S"]]
def special(p):
    y=R.choice([2026,2024,2025]);
    c=[]
    c.append("%d %d"%(R.randint(0,370),y)); c.append("%s %d %d"%(R.choice(DAY),R.randint(0,54),y))
    c.append("%s, %d %s %d %02d:%02d:%02d"%(R.choice(FULLD),R.randint(1,31),R.choice(FULLM),y,R.randint(0,23),5,6))
    c.append("%d %d %d"%(R.randint(0,7),R.randint(0,54),y))
    c.append("%d.%d.%d"%(R.randint(1,31),R.randint(1,12),y)); c.append("%d/%d/%02d 12:13:14"%(R.randint(1,12),R.randint(1,31),y%100))
    c.append("L %02d/%02d/%d - 01:02:03"%(R.randint(1,31),R.randint(1,12),y)); c.append("t=%d-%02d-%02dT01:02:03%s"%(y,R.randint(1,12),R.randint(1,31),R.choice(["+0100","Z","-0200","+02:30"])))
    c.append("%d"%R.choice([1700000000123,1700000000123456,1700000000])); c.append("type=X msg=audit(%d.123:45)"%R.randint(10**9,2*10**9))
    c.append("%s %02d %02d:%02d:01 %s"%(R.choice(MON),R.randint(1,28),R.randint(0,23),3,R.choice(["CET","CEST+0100","+02","A","EST-05:00","ABCDE"])))
    c.append("%s %d:02:03"%(R.choice(["CET","+0100","Z","CET-0100","QQQ"]),R.randint(0,23)))
    c.append("100% 03:04:05"); c.append("1.2.3.4 - - [%02d/%s/%d:01:02:03 +0200] GET"%(R.randint(1,31),R.choice(MON),y))
    c.append("<W>%d-%02d-%02d 01:02:03.123 x"%(y,R.randint(1,12),R.randint(1,28))); c.append('<co ts="%d-%02d-%02dT01:02:03.12" pi'%(y,R.randint(1,12),R.randint(1,28)))
    c.append("%s %s %2d 01:02:03 %d"%(R.choice(DAY),R.choice(MON),R.randint(1,28),y)); c.append("%02d/%02d/%02d 11:12:13"%(R.randint(1,12),R.randint(1,28),y%100))
    c.append("host %s %02d 01:02:03"%(R.choice(MON),R.randint(1,28))); c.append("%02d-%02d %02d:02:03.5"%(R.randint(1,12),R.randint(1,31),R.randint(0,23)))
    c.append("%d%02d%02d x"%(y,R.randint(0,13),R.randint(0,32))); c.append("x%02d:03:04"%R.randint(0,23)); c.append("at %d-01-02 03:04:05"%y); c.append("%d-%02d-%02d %d:02:03%s"%(y,R.randint(1,12),R.randint(1,28),R.randint(1,13),R.choice([" PM","am",""])))
    return c
for i in range(int(sys.argv[3])):
    p=PATS[i%len(PATS)]
    sp=special(p)
    sets.append((p,[R.choice(sp) if R.random()<.5 else line() for _ in range(8)]))
bad=0
for p,lines in sets:
    try: res=run(p,lines,NOW)
    except Exception as ex:
        print("oracle fails",p,lines,repr(ex),file=sys.stderr); bad+=1; continue
    print("P\t"+"\t".join(p))
    for l,r in zip(lines,res): print("%d\t%d\t%d\t%d\t%s"%(r+(l,)))
