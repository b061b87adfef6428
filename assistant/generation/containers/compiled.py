"""Stages for languages that are compiled: Go, Java, Rust, .NET."""

from __future__ import annotations

from assistant.generation.containers import base_images, image_end
from assistant.generation.parameters import Parameters


def go(p: Parameters) -> tuple[list[str], list[str]]:
    package = p["main_package"] or "."
    program = f"/out/{p['binary'] or (package.rpartition('/')[2] if package.startswith('./cmd/') else 'app')}"
    variant = "-alpine" if p["variant"] == "alpine" else ""
    last, told = image_end.compiled(p, program, "gcr.io/distroless/static-debian12:nonroot")
    lines = [
        f"FROM golang:{p['version']}{variant} AS build",
        "WORKDIR /src",
        "COPY go.mod go.sum ./",
        "RUN --mount=type=cache,target=/go/pkg/mod go mod download",
        "COPY . .",
        "RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \\",
        f'    CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o {program} {package}',
        "",
        *last,
    ]
    where = "in the root of the module" if package == "." else f"in {package}"
    return lines, [f"The main package is {where}, and nothing needs cgo.", *told]


def java(p: Parameters) -> tuple[list[str], list[str]]:
    version = p["version"]
    if p["tool"] == "gradle":
        image, cache, build, made = (
            f"gradle:8-jdk{version}",
            "/home/gradle/.gradle",
            "gradle --no-daemon bootJar -x test",
            "build/libs",
        )
        listed = "COPY . ."
    else:
        image, cache, build, made = (
            f"maven:3.9-eclipse-temurin-{version}",
            "/root/.m2",
            "mvn --batch-mode -DskipTests package",
            "target",
        )
        listed = "COPY pom.xml ./\nCOPY src ./src"
    if p["tool"] == "gradle" and p["framework"] != "spring":
        build = "gradle --no-daemon jar -x test"
    lines = [
        f"FROM {image} AS build",
        "WORKDIR /src",
        listed,
        f"RUN --mount=type=cache,target={cache} {build} && \\",
        f"    mkdir /out && find {made} -maxdepth 1 -name '*.jar' ! -name '*-plain.jar' ! -name '*-sources.jar' -exec cp {{}} /out/app.jar \\;",
        "",
        f"FROM eclipse-temurin:{version}-jre{'-alpine' if base_images.is_alpine(p) else ''}",
        *base_images.user(p, image_end.USER),
        "WORKDIR /app",
        "COPY --from=build /out/app.jar ./",
        f"USER {image_end.USER}",
        *image_end.end(
            p, ("java", "-XX:MaxRAMPercentage=75", "-jar", "app.jar"), asks_with="wget" if base_images.is_alpine(p) else "curl"
        ),
    ]
    return lines, ["The build makes one executable jar.", "Tests run in the pipeline, not in the image build."]


def rust(p: Parameters) -> tuple[list[str], list[str]]:
    program = p["binary"] or p["name"]
    last, told = image_end.compiled(p, f"/{program}", "gcr.io/distroless/cc-debian12:nonroot")
    variant = "alpine" if p["variant"] == "alpine" else "slim-bookworm"
    lines = [
        f"FROM rust:{p['version']}-{variant} AS build",
        *(["RUN apk add --no-cache musl-dev"] if variant == "alpine" else base_images.packages(p, building=True)),
        "WORKDIR /src",
        "COPY . .",
        "RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/src/target \\",
        f"    cargo build --release --locked && cp target/release/{program} /{program}",
        "",
        *last,
    ]
    return lines, [f"The crate's binary is named {program}, and Cargo.lock is committed.", *told]


def dotnet(p: Parameters) -> tuple[list[str], list[str]]:
    version = p["version"] if "." in p["version"] else f"{p['version']}.0"
    project = p["project_file"]
    assembly = p["binary"] or (project.rpartition("/")[2].rpartition(".")[0] if project else p["name"])
    checks = bool(p["health_path"] or p["health_interval_s"])
    lines = [
        f"FROM mcr.microsoft.com/dotnet/sdk:{version} AS build",
        "WORKDIR /src",
        f"COPY {project} {project.rpartition('/')[0] or '.'}/" if project else "COPY *.csproj ./",
        f"RUN --mount=type=cache,target=/root/.nuget/packages dotnet restore{f' {project}' if project else ''}",
        "COPY . .",
        f"RUN --mount=type=cache,target=/root/.nuget/packages dotnet publish{f' {project}' if project else ''} -c Release -o /out",
        "",
        f"FROM mcr.microsoft.com/dotnet/aspnet:{version}{'-alpine' if base_images.is_alpine(p) else ''}",
        *base_images.packages(p, *(("curl",) if checks and not base_images.is_alpine(p) else ())),
        f"ENV ASPNETCORE_HTTP_PORTS={image_end.port_of(p)}",
        "WORKDIR /app",
        "COPY --from=build /out ./",
        "USER 1654",
        *image_end.entered(p, ("dotnet", f"{assembly}.dll"), asks_with="wget" if base_images.is_alpine(p) else "curl"),
    ]
    where = f"{project} refers to no project outside of the build context" if project else "One project lies in the root"
    return lines, [f"{where}, and its assembly is {assembly}.dll."]
