from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "kentongan.registry"
    label = "registry"
