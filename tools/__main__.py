"""The command line of ./dev. Starts with whatever Python there is, and goes on in .venv."""

import argparse
import os
import re
import sys
from importlib import import_module

from tools import paths, process, server, venv
from tools.problem import Problem, from_os_error
from tools.progress import Steps, say

# Commands and how many steps each announces, the Python environment being the first.
STEPS = {"run": 6, "test": 7, "lint": 1, "shell": 3, "i18n": 5, "areas": 1, "sample": 1}


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="./dev", description="社区社会组织三级管理：开发与运行的唯一入口"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")

    run = commands.add_parser("run", help="启动系统（首次会准备一切，约几分钟）")
    run.add_argument("--port", type=int, default=8069, metavar="端口", help="默认 8069")
    run.add_argument(
        "--db", type=database_name, default="community", metavar="库名", help="默认 community"
    )
    run.add_argument("--no-demo", action="store_true", help="不装演示用户和演示数据")
    run.add_argument("--reset", action="store_true", help="删除数据库重新建立")

    test = commands.add_parser("test", help="运行测试：全部，或指定模块、文件、Odoo 测试标签")
    test.add_argument(
        "targets",
        nargs="*",
        metavar="目标",
        help="community_org | addons/…/test_x.py | /community_org:TestX | tests/…",
    )

    commands.add_parser("lint", help="静态检查")

    shell = commands.add_parser("shell", help="在数据库上打开 Odoo 的 Python 命令行")
    shell.add_argument(
        "--db", type=database_name, default="community", metavar="库名", help="默认 community"
    )

    i18n = commands.add_parser("i18n", help="检查中文翻译是否完整")
    i18n.add_argument("addon", nargs="?", metavar="模块")
    i18n.add_argument("--update", action="store_true", help="把新词条并入 zh_CN.po，并重写 .pot")

    areas = commands.add_parser("areas", help="生成某区的街道、社区表")
    areas.add_argument("district", metavar="区划代码", help="6 位，例如 330212")

    sample = commands.add_parser("sample", help="生成数据导入的样表（data/sample，每次相同）")
    sample.add_argument("--members", action="store_true", help="列出全部成员（约四万名）")
    sample.add_argument("--output", metavar="文件", help="另写一份，不动 data/sample")

    return parser.parse_args(arguments)


def database_name(text):
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", text):
        raise argparse.ArgumentTypeError("库名用小写字母、数字和下划线，以字母开头")
    return text


def main():
    sys.stdout.reconfigure(errors="replace")  # a terminal that has no Chinese must not stop us
    args = parse(sys.argv[1:])
    process.stop_on_signals()
    try:
        steps = Steps(STEPS[args.command])
        if args.command == "run":
            server.check_port(args.port)  # first, before minutes of work
        if not venv.is_active():
            venv.ensure(steps)
            os.execv(venv.PYTHON, [str(venv.PYTHON), "-m", "tools", *sys.argv[1:]])  # noqa: S606
        steps.done = 1
        code = import_module(f"tools.command_{args.command}").main(args, steps)
    except Problem as problem:
        say(f"✗ {problem}")
        code = 1
    except KeyboardInterrupt:
        say("\n已停止")
        code = 130
    except OSError as error:
        problem = from_os_error(error)
        if problem is None:
            raise
        say(f"✗ {problem}")
        code = 1
    sys.exit(code or 0)


if __name__ == "__main__":
    os.chdir(paths.ROOT)
    main()
